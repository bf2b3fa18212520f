import { classNames } from "@/components/ui/class-names";

/** A quiet block in the shape of what will stand here. Put `aria-busy` on the region around it. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden="true" className={classNames("animate-breathe rounded-small bg-surface-raised", className)} />
  );
}
