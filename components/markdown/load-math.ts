import type { KatexOptions } from "katex";

/** What a formula may do: nothing but be drawn. */
export const MATH_OPTIONS: KatexOptions = {
  /** What KaTeX cannot do is shown as it was written, in the colour of the text: its own red cannot be read in the dark. */
  errorColor: "inherit",
  trust: false,
  strict: "ignore",
  throwOnError: true,
  maxExpand: 200,
  maxSize: 20,
  output: "htmlAndMathml",
};

/** Draws a formula into an element; false, and an empty element, when it cannot be read. */
export type DrawMath = (tex: string, place: HTMLElement, isDisplay: boolean) => boolean;

let loading: Promise<DrawMath> | null = null;

/** Loads KaTeX with its style and fonts once, when the first formula is seen. */
export function loadMath(): Promise<DrawMath> {
  loading ??= Promise.all([import("katex"), import("katex/dist/katex.min.css")]).then(
    ([{ default: katex }]) =>
      (tex, place, isDisplay) => {
        try {
          katex.render(tex, place, { ...MATH_OPTIONS, displayMode: isDisplay });
          return true;
        } catch {
          place.replaceChildren(); // not LaTeX that KaTeX knows: its source is shown instead
          return false;
        }
      },
  );
  return loading;
}
