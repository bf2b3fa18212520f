"use client";

import { adviseOnPassword } from "@/components/accounts/password-advice";
import { PasswordField } from "@/components/accounts/password-field";
import { classNames } from "@/components/ui/class-names";

const BARS = { none: 0, weak: 1, fair: 2, strong: 3 } as const;
const TONES = { none: "bg-surface-hover", weak: "bg-danger", fair: "bg-warn", strong: "bg-ok" } as const;

/** A password that is chosen now, with advice while it is typed. */
export function NewPasswordField({
  label,
  name,
  error,
  person,
  value,
  onChange,
}: {
  label: string;
  name: string;
  error?: string | undefined;
  /** Whose it is: what an attacker knows makes a password weak. */
  person: { name: string; email: string; organisation?: string };
  value: string;
  onChange: (value: string) => void;
}) {
  const { strength, text } = adviseOnPassword(value, person);
  return (
    <PasswordField
      label={label}
      name={name}
      autoComplete="new-password"
      error={error}
      value={value}
      onChange={onChange}
      hint={
        <span className="flex flex-col gap-1.5">
          <span className="flex gap-1" aria-hidden="true">
            {[1, 2, 3].map((bar) => (
              <span
                key={bar}
                className={classNames(
                  "h-1 flex-1 rounded-full transition-colors",
                  bar <= BARS[strength] ? TONES[strength] : "bg-surface-hover",
                )}
              />
            ))}
          </span>
          <span aria-live="polite">{text}</span>
        </span>
      }
    />
  );
}
