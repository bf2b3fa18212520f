import type { ReactNode } from "react";

/** The title of a page, one sentence on what it is for, and at most one thing to do. */
export function PageHeader({
  title,
  description,
  action,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="flex max-w-150 flex-col gap-1">
        <h1 className="text-title">{title}</h1>
        {description && <p className="text-text-quiet">{description}</p>}
      </div>
      {action}
    </header>
  );
}
