import type { ReactNode } from "react";

/** Says what will stand here and how to get there. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-block border border-dashed border-line px-6 py-12 text-center">
      <h2 className="text-heading">{title}</h2>
      {children && <div className="max-w-110 text-text-quiet">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
