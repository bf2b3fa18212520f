"use client";

import { memo, useSyncExternalStore } from "react";
import type { LiveAnswer } from "@/components/chat/live-answer";
import { AnswerEnd, asksForNextStep } from "@/components/chat/thread/answer-end";
import { ReceiptLine } from "@/components/chat/thread/receipt-line";
import { StatusLine } from "@/components/chat/thread/status-line";
import type { ThreadState, ThreadStore } from "@/components/chat/thread-store";
import { BlockView } from "@/components/markdown/block-view";
import { CopyButton } from "@/components/markdown/copy-button";
import { READING_CLASS } from "@/components/markdown/markdown";
import type { Block } from "@/components/markdown/markdown-tree";
import { parseMarkdown } from "@/components/markdown/parse-markdown";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { RetryIcon } from "@/components/ui/icons";
import type { MessageView } from "@/lib/conversations/views";

export type AnswerViewProps = {
  message: MessageView;
  store: ThreadStore;
  /** The words that are being written; null when it is finished. */
  live: LiveAnswer | null;
  status: ThreadState["status"];
  isNewest: boolean;
  /** Nothing is being written in this thread. */
  isIdle: boolean;
  /** The next message goes on where this one ended. */
  isContinued: boolean;
};

/** An answer: plain text over the full column, what it cost, and what can be done with it. */
export const AnswerView = memo(function AnswerView({
  message,
  store,
  live,
  status,
  isNewest,
  isIdle,
  isContinued,
}: AnswerViewProps) {
  return (
    <article aria-label="Answer" aria-busy={live !== null} className="group flex flex-col gap-2">
      <AnswerText message={message} store={store} live={live} />
      {live && status && <StatusLine status={status} />}
      {!live && (
        <>
          <AnswerEnd
            message={message}
            canAct={isIdle && isNewest}
            isContinued={isContinued}
            onRetry={() => void store.retry(message.id)}
            onContinue={() => void store.continueAnswer(message.id)}
          />
          <footer className="flex min-h-8 flex-wrap items-center gap-x-1">
            {message.receipt && <ReceiptLine receipt={message.receipt} />}
            <div
              className={classNames(
                "flex transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100",
                !isNewest && "opacity-0",
              )}
            >
              {message.text !== "" && <CopyButton label="Copy answer" text={() => message.text} />}
              {isNewest && !asksForNextStep(message) && (
                <IconButton label="Answer again" disabled={!isIdle} onClick={() => void store.retry(message.id)}>
                  <RetryIcon />
                </IconButton>
              )}
            </div>
          </footer>
        </>
      )}
    </article>
  );
});

const NO_BLOCKS: readonly Block[] = [];
const readBlocks = new WeakMap<MessageView, readonly Block[]>();

/** Reads a message once, however often it comes into the page. */
function blocksOf(message: MessageView, store: ThreadStore): readonly Block[] {
  const known = store.blocksOf(message) ?? readBlocks.get(message);
  if (known) return known;
  const { blocks } = parseMarkdown(message.text);
  readBlocks.set(message, blocks);
  return blocks;
}

/** One component for the running and the finished answer, so that nothing is drawn anew at the end. */
function AnswerText({ message, store, live }: Pick<AnswerViewProps, "message" | "store" | "live">) {
  useSyncExternalStore(live?.subscribe ?? subscribeToNothing, live?.getVersion ?? zero, zero);
  const finished = live ? live.markdown.finished : blocksOf(message, store);
  const open = live ? live.markdown.open : NO_BLOCKS;
  if (finished.length === 0 && open.length === 0) return null;
  return (
    <div className={READING_CLASS}>
      {[...finished, ...open].map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <BlockView key={index} block={block} isFinished={index < finished.length} />
      ))}
    </div>
  );
}

function subscribeToNothing(): () => void {
  return () => {};
}
function zero(): number {
  return 0;
}
