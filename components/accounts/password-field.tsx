"use client";

import { type ReactNode, useState } from "react";
import { Field, INPUT_CLASS } from "@/components/ui/field";

/** A password: pasted, managed and shown as the person likes. */
export function PasswordField({
  label,
  hint,
  error,
  name,
  autoComplete,
  autoFocus = false,
  value,
  onChange,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  name: string;
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  const [isShown, setIsShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <span className="relative block">
          <input
            type={isShown ? "text" : "password"}
            name={name}
            autoComplete={autoComplete}
            // biome-ignore lint/a11y/noAutofocus: the only thing to do on its page
            autoFocus={autoFocus}
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            required
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={`${INPUT_CLASS} pr-16`}
            {...control}
          />
          <button
            type="button"
            aria-pressed={isShown}
            aria-label={isShown ? `Hide ${label.toLowerCase()}` : `Show ${label.toLowerCase()}`}
            onClick={() => setIsShown(!isShown)}
            className="absolute inset-y-px right-px rounded-control px-3 text-small font-medium text-text-quiet hover:text-text focus-visible:-outline-offset-2"
          >
            {isShown ? "Hide" : "Show"}
          </button>
        </span>
      )}
    </Field>
  );
}
