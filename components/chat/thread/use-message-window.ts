"use client";

import { useCallback, useMemo, useState } from "react";

/** How many messages are in the page at first, are added at once, and at most. Nothing else stays fluent with 2,000 of them. */
const FIRST = 20;
const STEP = 20;
const MOST = 80;

type Range = { count: number; hiddenBelow: number };
const NEWEST: Range = { count: FIRST, hiddenBelow: 0 };

export type MessageWindow = {
  from: number;
  to: number;
  showOlder: () => void;
  showNewer: () => void;
  showNewest: () => void;
};

/** Which of the messages are in the page. Counted from the end, so that older ones can be put before without moving it. */
export function useMessageWindow(length: number): MessageWindow {
  const [range, setRange] = useState(NEWEST);
  const hiddenBelow = Math.min(range.hiddenBelow, Math.max(0, length - 1));
  const to = length - hiddenBelow;
  const from = Math.max(0, to - range.count);

  const showOlder = useCallback(() => {
    setRange(({ count, hiddenBelow: below }) => {
      const grown = count + STEP;
      return grown <= MOST ? { count: grown, hiddenBelow: below } : { count: MOST, hiddenBelow: below + grown - MOST };
    });
  }, []);
  const showNewer = useCallback(() => {
    setRange(({ count, hiddenBelow: below }) => {
      const step = Math.min(STEP, below);
      return step === 0
        ? { count, hiddenBelow: below }
        : { count: Math.min(MOST, count + step), hiddenBelow: below - step };
    });
  }, []);
  const showNewest = useCallback(() => setRange(NEWEST), []);
  return useMemo(() => ({ from, to, showOlder, showNewer, showNewest }), [from, to, showOlder, showNewer, showNewest]);
}
