"use client";

import type { ComponentProps, KeyboardEvent, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { CheckIcon } from "@/components/ui/icons";
import { Popover, type PopoverTrigger } from "@/components/ui/popover";

/** A list of things to do. Arrow keys move, Enter chooses, Esc closes. */
export function Menu({
  children,
  className,
  ...props
}: {
  trigger: (props: PopoverTrigger) => ReactNode;
  label: string;
  align?: "start" | "end";
  side?: "top" | "bottom";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Popover kind="menu" className={classNames("min-w-48", className)} {...props}>
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the menu role is on the popover around it
        <div
          className="flex flex-col p-1"
          onKeyDown={moveFocus}
          onClick={(event) => {
            if (event.target instanceof Element && event.target.closest("[role^=menuitem]")) close();
          }}
        >
          {children}
        </div>
      )}
    </Popover>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)")];
  const at = items.indexOf(event.target as HTMLElement); // the target of a key is the focused element
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[to]?.focus();
}

export const MENU_ITEM_CLASS =
  "flex min-h-8 w-full items-center gap-2.5 rounded-control px-2.5 py-1.5 text-left text-body outline-none hover:bg-surface-hover focus-visible:bg-surface-hover focus-visible:outline-2 focus-visible:-outline-offset-2 disabled:opacity-50 touch:min-h-11";

/** One thing to do. */
export function MenuItem({
  icon,
  tone,
  className,
  children,
  ...props
}: ComponentProps<"button"> & { icon?: ReactNode; tone?: "danger" }) {
  return (
    <button
      type="button"
      role="menuitem"
      className={classNames(MENU_ITEM_CLASS, tone === "danger" && "text-danger", className)}
      {...props}
    >
      {icon && <span className={tone === "danger" ? "" : "text-text-quiet"}>{icon}</span>}
      {children}
    </button>
  );
}

/** One of several, of which one holds. */
export function MenuChoice({
  isChosen,
  children,
  className,
  ...props
}: ComponentProps<"button"> & { isChosen: boolean }) {
  return (
    <button
      type="button"
      role="menuitemradio"
      aria-checked={isChosen}
      className={classNames(MENU_ITEM_CLASS, className)}
      {...props}
    >
      <span className="min-w-0 flex-1">{children}</span>
      <CheckIcon className={isChosen ? "shrink-0 text-accent" : "invisible shrink-0"} />
    </button>
  );
}

/** A line between groups. */
export function MenuLine() {
  return <hr className="mx-2 my-1 border-line" />;
}

/** A few words over a group. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2.5 pt-2 pb-1 text-small text-text-quiet">{children}</div>;
}
