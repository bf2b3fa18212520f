"use client";

import { useCallback, useEffect, useRef, useState } from "react";

const PREFIX = "parlance.draft";
const KEEP_AFTER_MS = 250;

/** Where the draft of a chat is kept in this browser; one for each person, because browsers are shared. */
export function draftKey(personId: string, conversationId: string | null): string {
  return `${PREFIX}.${personId}.${conversationId ?? "new"}`;
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage is switched off: the draft lives as long as the page
  }
}

function keep(key: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // switched off or full: the draft lives as long as the page
  }
}

export type Draft = { text: string; change: (text: string) => void };

/** What was written and not sent: kept through reloads, sign-outs and expired sessions, until it is sent. */
export function useDraft(key: string): Draft {
  const [draft, setDraft] = useState({ key, text: "" });
  const latest = useRef({ key, text: "" });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const keepNow = useCallback(() => {
    clearTimeout(timer.current);
    keep(latest.current.key, latest.current.text);
  }, []);

  useEffect(() => {
    const text = read(key);
    latest.current = { key, text };
    setDraft({ key, text });
    window.addEventListener("pagehide", keepNow);
    return () => {
      window.removeEventListener("pagehide", keepNow);
      keepNow();
    };
  }, [key, keepNow]);

  const change = useCallback(
    (text: string) => {
      latest.current = { key, text };
      setDraft({ key, text });
      clearTimeout(timer.current);
      // A sent question is forgotten at once; typing is kept in pauses.
      if (text === "") keepNow();
      else timer.current = setTimeout(keepNow, KEEP_AFTER_MS);
    },
    [key, keepNow],
  );
  return { text: draft.key === key ? draft.text : "", change };
}
