"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Nearer to the end than this counts as being there. */
const END_PX = 40;

/**
 * Keeps what the reader looks at where it is while the thread grows above and below, and follows the newest words while the
 * reader is at the end.
 *
 * The scroller runs from the end (`column-reverse`): a page opens at its newest message before any script has run, and stays
 * there without one. `hasMoreBelow`: the end of what is in the page is not the end of the thread.
 */
export function useKeptPosition(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  { from, to, hasMoreBelow }: { from: number; to: number; hasMoreBelow: boolean },
) {
  const [isAtEnd, setIsAtEnd] = useState(true);
  const anchor = useRef<{ row: Element; top: number } | null>(null);
  const follows = useRef(true);
  const moreBelow = useRef(hasMoreBelow);
  useLayoutEffect(() => {
    moreBelow.current = hasMoreBelow;
  }, [hasMoreBelow]);

  const look = useCallback(() => {
    const box = scroller.current;
    const rows = content.current?.querySelectorAll("[data-message]");
    if (!box || !rows) return;
    follows.current = box.scrollTop > -END_PX && !moreBelow.current;
    setIsAtEnd(follows.current);
    if (follows.current) {
      anchor.current = null;
      return;
    }
    const top = box.getBoundingClientRect().top;
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > top) high = middle;
      else low = middle + 1;
    }
    const row = rows[low];
    anchor.current = row ? { row, top: row.getBoundingClientRect().top - top } : null;
  }, [scroller, content]);

  const keep = useCallback(() => {
    const box = scroller.current;
    if (!box || follows.current || !anchor.current?.row.isConnected) return;
    const moved = anchor.current.row.getBoundingClientRect().top - box.getBoundingClientRect().top - anchor.current.top;
    if (Math.abs(moved) >= 1) box.scrollTop += moved;
  }, [scroller]);

  // Rows that go and rows that come may be of one height together, and then nothing has been resized.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are in the page
  useLayoutEffect(keep, [keep, from, to]);

  useEffect(() => {
    const box = scroller.current;
    const inside = content.current;
    if (!box || !inside) return;
    const observer = new ResizeObserver(keep);
    observer.observe(inside);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [scroller, content, look, keep]);

  const goToEnd = useCallback(() => {
    follows.current = true;
    anchor.current = null;
    setIsAtEnd(true);
    scroller.current?.scrollTo({ top: 0 });
  }, [scroller]);

  return { isAtEnd, goToEnd };
}
