import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";

export type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  /** What it does, as a verb: read aloud, and shown as a tooltip. */
  label: string;
  tooltipSide?: "top" | "bottom" | "right";
  tooltipAlign?: "start" | "center" | "end";
};

/** A button that is only an icon. Its name is always there for a screen reader, and on hover and focus for everybody. */
export function IconButton({
  label,
  tooltipSide = "top",
  tooltipAlign = "center",
  type = "button",
  className,
  ...props
}: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      data-tooltip={label}
      data-tooltip-side={tooltipSide}
      data-tooltip-align={tooltipAlign}
      className={classNames(
        "tooltip inline-flex size-8 shrink-0 items-center justify-center rounded-control text-text-quiet transition-colors hover:not-disabled:bg-surface-hover hover:not-disabled:text-text disabled:cursor-not-allowed disabled:opacity-45 touch:size-11",
        className,
      )}
      {...props}
    />
  );
}
