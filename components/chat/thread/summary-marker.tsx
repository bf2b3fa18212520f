"use client";

import { useState } from "react";
import { toCount } from "@/components/chat/thread/receipt-line";
import type { ThreadStore } from "@/components/chat/thread-store";
import { Markdown } from "@/components/markdown/markdown";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SummaryIcon } from "@/components/ui/icons";
import { RelativeTime } from "@/components/ui/relative-time";
import { showToast } from "@/components/ui/toast";
import type { SummaryView } from "@/lib/conversations/views";

/** Where a summary stands in for the turns above: the model reads it instead of them. They are all still there. */
export function SummaryMarker({ summary, store }: { summary: SummaryView; store: ThreadStore }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const turns = summary.turns === 1 ? "Turn 1" : `Turns 1–${toCount(summary.turns)}`;
  return (
    <div className="flex items-center gap-3">
      <hr className="flex-1 border-line" />
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
        className="figures flex min-h-8 items-center gap-2 rounded-control px-2 text-small text-text-quiet transition-colors hover:bg-surface-hover hover:text-text touch:min-h-11"
      >
        <SummaryIcon size={14} className="shrink-0" />
        <span>
          {turns} summarised · {toCount(summary.tokensBefore)} → {toCount(summary.tokensAfter)} tokens
        </span>
      </button>
      <hr className="flex-1 border-line" />
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        width="wide"
        title={`${turns} in ${toCount(summary.tokensAfter)} tokens`}
        description="From here on the model reads this instead of the turns above. Your messages stay as they are."
        footer={
          <>
            <Button
              isBusy={isBusy}
              onClick={async () => {
                setIsBusy(true);
                const refusal = await store.undoSummary();
                setIsBusy(false);
                if (refusal) showToast({ text: refusal.message, tone: "danger" });
                else {
                  setIsOpen(false);
                  showToast({ text: "The model reads the turns themselves again." });
                }
              }}
            >
              Undo the summary
            </Button>
            <Button tone="primary" onClick={() => setIsOpen(false)}>
              Keep it
            </Button>
          </>
        }
      >
        <Markdown text={summary.text} />
        <p className="mt-4 text-small text-text-quiet">
          Written <RelativeTime iso={summary.createdAt} />
        </p>
      </Dialog>
    </div>
  );
}
