"use client";

import { useSyncExternalStore } from "react";
import { chooseTheme, readThemeChoice, type ThemeChoice } from "@/components/theme";
import { classNames } from "@/components/ui/class-names";
import { MoonIcon, SunIcon, SystemIcon } from "@/components/ui/icons";

const CHOICES = [
  { choice: "system", name: "Like the device", icon: <SystemIcon /> },
  { choice: "light", name: "Light", icon: <SunIcon /> },
  { choice: "dark", name: "Dark", icon: <MoonIcon /> },
] as const;

function subscribe(listener: () => void): () => void {
  window.addEventListener("parlance-theme", listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener("parlance-theme", listener);
    window.removeEventListener("storage", listener);
  };
}

/** Light, dark, or as the device has it; kept in this browser and in force at once. */
export function ThemeChoiceGroup() {
  const chosen = useSyncExternalStore<ThemeChoice | null>(subscribe, readThemeChoice, () => null);
  return (
    <fieldset>
      <legend className="sr-only">Theme</legend>
      <div className="flex flex-wrap gap-2">
        {CHOICES.map(({ choice, name, icon }) => (
          <label
            key={choice}
            className={classNames(
              "flex min-h-9 cursor-pointer items-center gap-2 rounded-control border px-3 font-medium transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent touch:min-h-11",
              chosen === choice
                ? "border-accent bg-accent-soft text-text"
                : "border-line-strong/60 text-text-quiet hover:bg-surface-raised hover:text-text",
            )}
          >
            <input
              type="radio"
              name="theme"
              value={choice}
              checked={chosen === choice}
              onChange={() => chooseTheme(choice)}
              className="sr-only"
            />
            {icon}
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
