import { classNames } from "@/components/ui/class-names";

/** How much of a whole is used; the figures stand beside it in words. */
export function Progress({
  label,
  share,
  tone = "accent",
}: {
  label: string /** 0 to 1; more is shown as full. */;
  share: number;
  tone?: "accent" | "warn" | "danger";
}) {
  const percent = Math.round(Math.max(0, Math.min(1, share)) * 100);
  return (
    <svg
      role="img"
      aria-label={`${label}: ${percent} %`}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      className="h-1 w-full overflow-hidden rounded-full bg-surface-hover"
    >
      <rect
        width={percent}
        height="4"
        className={classNames(
          tone === "accent" && "fill-accent",
          tone === "warn" && "fill-warn",
          tone === "danger" && "fill-danger",
        )}
      />
    </svg>
  );
}
