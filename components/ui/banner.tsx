import type { ReactNode } from "react";
import type { Tone } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { CheckIcon, ErrorIcon, InfoIcon, WarnIcon } from "@/components/ui/icons";

const ICONS: Record<Tone, ReactNode> = {
  plain: <InfoIcon />,
  accent: <InfoIcon />,
  ok: <CheckIcon />,
  warn: <WarnIcon />,
  danger: <ErrorIcon />,
};
const TONES: Record<Tone, string> = {
  plain: "bg-surface-raised",
  accent: "bg-accent-soft",
  ok: "bg-ok-soft",
  warn: "bg-warn-soft",
  danger: "bg-danger-soft",
};
const ICON_TONES: Record<Tone, string> = {
  plain: "text-text-quiet",
  accent: "text-accent",
  ok: "text-ok",
  warn: "text-warn",
  danger: "text-danger",
};

/** What happened, whether anything was lost, and what to do: one or two sentences, and at most one button. */
export function Banner({
  tone = "plain",
  action,
  isAlert = false,
  className,
  children,
}: {
  tone?: Tone;
  action?: ReactNode;
  isAlert?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      role={isAlert ? "alert" : undefined}
      className={classNames(
        "flex flex-wrap items-center gap-x-4 gap-y-2 rounded-block px-4 py-2.5 text-body text-text",
        TONES[tone],
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-2.5">
        <span className={classNames("mt-0.5 shrink-0", ICON_TONES[tone])}>{ICONS[tone]}</span>
        <div className="min-w-0">{children}</div>
      </div>
      {action}
    </div>
  );
}
