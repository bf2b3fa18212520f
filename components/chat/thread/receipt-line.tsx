"use client";

import { useState } from "react";
import { ReceiptBill } from "@/components/chat/thread/receipt-bill";
import { Money } from "@/components/ui/money";
import type { ReceiptView } from "@/lib/conversations/views";

/** What an answer took and cost, in one line of small print that opens into the bill. */
export function ReceiptLine({ receipt }: { receipt: ReceiptView }) {
  const [isOpen, setIsOpen] = useState(false);
  const { model, inputTokens, cachedTokens, outputTokens, costUsd, basis, firstTokenMs } = receipt;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
        className="figures -ml-1.5 min-h-7 rounded-control px-1.5 text-left text-small text-text-quiet transition-colors hover:bg-surface-hover hover:text-text touch:min-h-11"
      >
        {model} · {toCount(inputTokens)} in{cachedTokens > 0 && ` (${toCount(cachedTokens)} cached)`} ·{" "}
        {toCount(outputTokens)} out · {basis === "estimated" && "about "}
        <Money usd={costUsd} />
        {firstTokenMs !== null && ` · ${toSeconds(firstTokenMs)}`}
      </button>
      {isOpen && <ReceiptBill receipt={receipt} isOpen onClose={() => setIsOpen(false)} />}
    </>
  );
}

export function toCount(count: number): string {
  return count.toLocaleString("en");
}

export function toSeconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000)} s`;
}
