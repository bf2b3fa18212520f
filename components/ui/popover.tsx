"use client";

import type { ReactNode } from "react";
import { useCallback, useId, useLayoutEffect, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";

/** What the control that opens it must carry. */
export type PopoverTrigger = {
  ref: (element: HTMLElement | null) => void;
  popoverTarget: string;
  "aria-expanded": boolean;
  "aria-haspopup": "menu" | "dialog";
};

const GAP = 6;
const EDGE = 8;
/** A longer list scrolls. */
const HEIGHT_MAX = 560;

/**
 * A panel beside the control that opens it, in the browser's top layer: closes on Esc and on a click elsewhere, never cut
 * off by a scrolling parent. Placed where there is room.
 */
export function Popover({
  trigger,
  children,
  label,
  kind = "dialog",
  align = "start",
  side = "bottom",
  className,
  onOpenChange,
}: {
  trigger: (props: PopoverTrigger) => ReactNode;
  /** Rendered while it is open. */
  children: (close: () => void) => ReactNode;
  label: string;
  kind?: "menu" | "dialog";
  align?: "start" | "end";
  side?: "top" | "bottom";
  className?: string;
  onOpenChange?: (isOpen: boolean) => void;
}) {
  const id = useId();
  const anchor = useRef<HTMLElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  const place = useCallback(() => {
    if (!anchor.current || !panel.current) return;
    const at = anchor.current.getBoundingClientRect();
    const size = panel.current.getBoundingClientRect();
    const roomBelow = window.innerHeight - at.bottom - GAP - EDGE;
    const roomAbove = at.top - GAP - EDGE;
    const goesUp =
      side === "top"
        ? roomAbove >= size.height || roomAbove > roomBelow
        : roomBelow < size.height && roomAbove > roomBelow;
    const left = align === "end" ? at.right - size.width : at.left;
    const { style } = panel.current;
    style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - size.width - EDGE))}px`;
    style.top = goesUp ? "auto" : `${at.bottom + GAP}px`;
    style.bottom = goesUp ? `${window.innerHeight - at.top + GAP}px` : "auto";
    style.maxHeight = `${Math.min(HEIGHT_MAX, Math.max(160, goesUp ? roomAbove : roomBelow))}px`;
  }, [align, side]);

  const attach = useCallback((element: HTMLElement | null) => {
    anchor.current = element;
  }, []);

  // It has no size before the browser has shown it, and must not be painted before it has its place.
  useLayoutEffect(() => {
    if (!isOpen) return;
    const frame = requestAnimationFrame(place);
    window.addEventListener("resize", place);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("resize", place);
    };
  }, [isOpen, place]);

  return (
    <>
      {trigger({ ref: attach, popoverTarget: id, "aria-expanded": isOpen, "aria-haspopup": kind })}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is one of two that have names */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role={kind}
        aria-label={label}
        onBeforeToggle={(event) => {
          // `newState` is missing in React's type of the event
          if ((event.nativeEvent as unknown as ToggleEvent).newState === "open") setIsOpen(true);
        }}
        onToggle={(event) => {
          const isNowOpen = (event.nativeEvent as unknown as ToggleEvent).newState === "open"; // as above
          setIsOpen(isNowOpen);
          onOpenChange?.(isNowOpen);
          if (!isNowOpen) return;
          const first =
            panel.current?.querySelector<HTMLElement>("[data-autofocus], [aria-checked=true]") ??
            panel.current?.querySelector<HTMLElement>("[role^=menuitem]");
          first?.focus({ preventScroll: true });
          first?.scrollIntoView({ block: "nearest" });
        }}
        className={classNames(
          "fixed max-w-[calc(100vw-16px)] overflow-y-auto overscroll-contain rounded-overlay bg-surface-overlay text-text shadow-overlay open:animate-appear",
          className,
        )}
      >
        {isOpen && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}
