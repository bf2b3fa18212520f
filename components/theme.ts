/** What the person chose; `system` follows the device. */
export type ThemeChoice = "system" | "light" | "dark";

const KEY = "parlance.theme";
/** Where it is kept that the sidebar is `hidden`. */
export const SIDEBAR_KEY = "parlance.sidebar";

/**
 * Runs before the first paint, so that nothing flashes: puts `data-theme` on the root element and follows the device
 * while no choice was made; puts `data-sidebar` there too.
 */
export const THEME_SCRIPT = `(()=>{const r=document.documentElement,m=matchMedia("(prefers-color-scheme: dark)"),
a=()=>{let c=null;try{c=localStorage.getItem("${KEY}")}catch{}
r.dataset.theme=c==="light"||c==="dark"?c:m.matches?"dark":"light"};a();m.addEventListener("change",a);
addEventListener("storage",e=>{if(e.key==="${KEY}")a()});addEventListener("parlance-theme",a);
try{r.dataset.sidebar=localStorage.getItem("${SIDEBAR_KEY}")==="hidden"?"hidden":"shown"}catch{}})()`;

/** The choice kept in this browser. */
export function readThemeChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system"; // storage is switched off: the device decides
  }
}

/** Keeps the choice in this browser and applies it at once, in every tab. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    document.documentElement.dataset.theme = choice === "system" ? "light" : choice; // storage is off: for this page only
    return;
  }
  window.dispatchEvent(new Event("parlance-theme"));
}
