import type { ReactNode } from "react";
import { useId } from "react";

/** A part of a page under its own heading; parts are set apart by space and a line, not by boxes. */
export function Section({
  title,
  description,
  action,
  children,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 border-t border-line pt-6 first:border-t-0 first:pt-0">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="flex max-w-150 flex-col gap-1">
          <h2 id={id} className="text-heading">
            {title}
          </h2>
          {description && <p className="text-text-quiet">{description}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
