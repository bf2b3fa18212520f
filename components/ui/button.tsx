import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { SpinnerIcon } from "@/components/ui/icons";

/** `primary` is the one thing to do next: at most one in a view. `danger` destroys something. */
export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";

const SHAPE =
  "inline-flex min-h-8 shrink-0 select-none items-center justify-center gap-2 rounded-control px-3 py-1.5 text-body font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50 touch:min-h-11";
const TONES: Record<ButtonTone, string> = {
  primary: "bg-accent text-on-accent hover:not-disabled:bg-accent-hover",
  secondary: "border border-line-strong/60 bg-surface text-text hover:not-disabled:bg-surface-raised",
  quiet: "text-text-quiet hover:not-disabled:bg-surface-hover hover:not-disabled:text-text",
  danger: "bg-danger text-on-danger hover:not-disabled:opacity-90",
};

/** The look of a button, for links that lead to a thing to do: `<Link className={buttonClass("primary")}>`. */
export function buttonClass(tone: ButtonTone = "secondary", className?: string): string {
  return classNames(SHAPE, TONES[tone], className);
}

export type ButtonProps = ComponentProps<"button"> & {
  tone?: ButtonTone;
  /** Shows that it works on it, and takes no second click. */
  isBusy?: boolean;
};

/** A button; its label is a verb. */
export function Button({
  tone = "secondary",
  isBusy = false,
  type = "button",
  className,
  disabled,
  children,
  ...props
}: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonClass(tone, className)}
      disabled={disabled || isBusy}
      aria-busy={isBusy || undefined}
      {...props}
    >
      {isBusy && <SpinnerIcon className="animate-spin" />}
      {children}
    </button>
  );
}
