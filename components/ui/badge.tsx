import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export type Tone = "plain" | "accent" | "ok" | "warn" | "danger";

export const SOFT_TONES: Record<Tone, string> = {
  plain: "bg-surface-raised text-text-quiet",
  accent: "bg-accent-soft text-accent",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
};

/** A state in one or two words; the colour only repeats what the word says. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1 rounded-small px-1.5 py-0.5 text-small font-medium whitespace-nowrap",
        SOFT_TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
