import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { ArrowDownIcon, ArrowUpIcon } from "@/components/ui/icons";

/** A table that scrolls sideways within itself where the page is narrow. Units stand in the header, figures on the right. */
export function Table({ caption, children, className }: { caption: string; children: ReactNode; className?: string }) {
  return (
    <section
      className={classNames("relative overflow-x-auto rounded-block border border-line", className)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
      aria-label={caption}
    >
      <table className="w-full border-collapse text-body">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

export type SortDirection = "ascending" | "descending";

/** A header cell. With `onSort` its label is a button; the arrow stands on the side away from the figures. */
export function HeaderCell({
  isNumeric = false,
  sort,
  onSort,
  className,
  children,
  ...props
}: Omit<ComponentProps<"th">, "onClick"> & { isNumeric?: boolean; sort?: SortDirection | null; onSort?: () => void }) {
  return (
    <th
      scope="col"
      aria-sort={sort ?? undefined}
      className={classNames(
        "border-b border-line bg-surface-sunken px-4 py-2 text-small font-medium whitespace-nowrap text-text-quiet",
        isNumeric ? "text-right" : "text-left",
        className,
      )}
      {...props}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={classNames(
            "inline-flex items-center gap-1 rounded-small hover:text-text touch:min-h-11",
            isNumeric && "flex-row-reverse",
            sort && "text-text",
          )}
        >
          {children}
          <span className={sort ? "" : "invisible"}>
            {sort === "ascending" ? <ArrowUpIcon size={12} /> : <ArrowDownIcon size={12} />}
          </span>
        </button>
      ) : (
        children
      )}
    </th>
  );
}

/** A body row. */
export function Row({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={classNames("border-b border-line last:border-b-0", className)} {...props} />;
}

/** The row of totals, at the top of the body. */
export function TotalRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={classNames("border-b border-line bg-surface-sunken font-medium", className)} {...props} />;
}

/** A body cell; figures right-aligned and under one another. */
export function Cell({ isNumeric = false, className, ...props }: ComponentProps<"td"> & { isNumeric?: boolean }) {
  return (
    <td
      className={classNames("px-4 py-2.5 align-middle", isNumeric && "figures text-right whitespace-nowrap", className)}
      {...props}
    />
  );
}
