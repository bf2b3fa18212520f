"use client";

import { useEffect, useRef } from "react";
import { AnswerView } from "@/components/chat/thread/answer-view";
import { QuestionView } from "@/components/chat/thread/question-view";
import { SummaryMarker } from "@/components/chat/thread/summary-marker";
import { useKeptPosition } from "@/components/chat/thread/use-kept-position";
import { useMessageWindow } from "@/components/chat/thread/use-message-window";
import type { ThreadState, ThreadStore } from "@/components/chat/thread-store";
import { ArrowDownIcon } from "@/components/ui/icons";
import { Skeleton } from "@/components/ui/skeleton";

/** How far outside of what can be seen older and newer messages are put into the page. */
const AHEAD = "1600px 0px";

/** The messages of a thread: a window of them, which follows the newest words while the reader is at the end. */
export function MessageList({
  store,
  state,
  onEdit,
}: {
  store: ThreadStore;
  state: ThreadState;
  onEdit: (questionId: string) => void;
}) {
  const { messages, hasOlder, isLoadingOlder, live, summary } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const { from, to, showOlder, showNewer, showNewest } = useMessageWindow(messages.length);
  const hasMoreBelow = to < messages.length;
  const { isAtEnd, goToEnd } = useKeptPosition(scroller, content, { from, to, hasMoreBelow });

  // The person's own question brings them to it.
  const liveId = live?.answerId ?? null;
  const isSending = state.phase === "sending";
  useEffect(() => {
    if (!isSending) return;
    showNewest();
    goToEnd();
  }, [isSending, showNewest, goToEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an observer speaks once for each look, so every change needs a new one
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) continue;
          if (target === below.current) showNewer();
          else if (from > 0) showOlder();
          else if (hasOlder) void store.loadOlder().then((isLoaded) => isLoaded && showOlder());
        }
      },
      { root: scroller.current, rootMargin: AHEAD },
    );
    if (above.current && (from > 0 || hasOlder)) observer.observe(above.current);
    if (below.current && hasMoreBelow) observer.observe(below.current);
    return () => observer.disconnect();
  }, [store, from, hasOlder, hasMoreBelow, messages.length, showOlder, showNewer]);

  const lastQuestionId = messages.findLast(({ role }) => role === "user")?.id;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <section
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
        tabIndex={0}
        aria-label="Messages"
        className="flex min-h-0 flex-1 flex-col-reverse overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        {/* Comes first where the order runs upwards: a short thread begins at the top. */}
        <div className="flex-1" />
        <div
          ref={content}
          className="mx-auto flex w-full max-w-[768px] shrink-0 flex-col gap-6 px-4 pt-6 pb-10 max-sm:pt-4"
        >
          <div ref={above} />
          {isLoadingOlder && <OlderLoading />}
          {!hasOlder && from === 0 && summary && !messages.some(({ id }) => id === summary.throughId) && (
            <SummaryMarker summary={summary} store={store} />
          )}
          {messages.slice(from, to).map((message, index) => (
            <div key={message.id} data-message={message.id} className="flex flex-col gap-6">
              {message.role === "user" ? (
                <QuestionView
                  message={message}
                  canEdit={message.id === lastQuestionId && state.phase === "idle"}
                  onEdit={onEdit}
                />
              ) : (
                <AnswerView
                  message={message}
                  store={store}
                  live={message.id === liveId && live ? live.answer : null}
                  status={message.id === liveId ? state.status : null}
                  isNewest={from + index === messages.length - 1}
                  isIdle={state.phase === "idle"}
                  isContinued={messages[from + index + 1]?.role === "assistant"}
                />
              )}
              {summary?.throughId === message.id && <SummaryMarker summary={summary} store={store} />}
            </div>
          ))}
          <div ref={below} />
        </div>
      </section>
      {(!isAtEnd || hasMoreBelow) && (
        <button
          type="button"
          onClick={() => {
            showNewest();
            requestAnimationFrame(goToEnd);
          }}
          className="absolute bottom-3 left-1/2 flex min-h-8 -translate-x-1/2 animate-appear items-center gap-1.5 rounded-full bg-surface-overlay px-3 text-small font-medium shadow-overlay hover:bg-surface-raised touch:min-h-11"
        >
          <ArrowDownIcon size={14} />
          Jump to newest
        </button>
      )}
    </div>
  );
}

function OlderLoading() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3 pb-4">
      <span className="sr-only">Loading older messages</span>
      <Skeleton className="h-10 w-1/2 self-end" />
      <Skeleton className="h-4 w-11/12" />
      <Skeleton className="h-4 w-4/5" />
    </div>
  );
}
