"use client";

import type { ReactNode } from "react";
import { toCount, toSeconds } from "@/components/chat/thread/receipt-line";
import { CopyButton } from "@/components/markdown/copy-button";
import { Badge } from "@/components/ui/badge";
import { Dialog } from "@/components/ui/dialog";
import { Money } from "@/components/ui/money";
import type { ReceiptView } from "@/lib/conversations/views";
import { parseUsd, toDecimalUsd, toNanoUsd } from "@/lib/core/money";

/** The whole bill of an answer: every figure that its price was made of. */
export function ReceiptBill({
  receipt,
  isOpen,
  onClose,
}: {
  receipt: ReceiptView;
  isOpen: boolean;
  onClose: () => void;
}) {
  const { inputTokens, cachedTokens, outputTokens, reasoningTokens, price, basis, calls } = receipt;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="What this answer cost">
      <table className="figures w-full border-collapse">
        <thead className="text-small text-text-quiet">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 text-left font-medium">
              Tokens
            </th>
            <th scope="col" className="py-2 pl-4 text-right font-medium">
              Count
            </th>
            <th scope="col" className="py-2 pl-4 text-right font-medium max-sm:hidden">
              $ per million
            </th>
            <th scope="col" className="py-2 pl-4 text-right font-medium">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          <Line label="Input" tokens={inputTokens - cachedTokens} price={price.inputPerMillionUsd} />
          {cachedTokens > 0 && (
            <Line label="Input, cached" tokens={cachedTokens} price={price.cachedInputPerMillionUsd} />
          )}
          <Line
            label={reasoningTokens > 0 ? `Output (${toCount(reasoningTokens)} of them reasoning)` : "Output"}
            tokens={outputTokens}
            price={price.outputPerMillionUsd}
          />
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <th scope="row" className="py-3 text-left font-semibold">
              Charged
            </th>
            <td className="py-3 pl-4 text-right">{toCount(inputTokens + outputTokens)}</td>
            <td className="max-sm:hidden" />
            <td className="py-3 pl-4 text-right">
              <Money usd={receipt.costUsd} />
            </td>
          </tr>
        </tfoot>
      </table>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 border-t border-line pt-4">
        <Fact label="Counted by">
          {basis === "reported" ? (
            <Badge tone="ok">the provider: exact</Badge>
          ) : (
            <Badge tone="warn">us: estimated</Badge>
          )}
          {basis === "estimated" && (
            <span className="ml-2 text-small text-text-quiet">
              The provider gave no figures, because the answer did not end by itself.
            </span>
          )}
        </Fact>
        <Fact label="Model">
          {receipt.model}
          {receipt.requestedModel !== receipt.model && (
            <span className="text-text-quiet"> (asked for {receipt.requestedModel})</span>
          )}
        </Fact>
        {calls > 1 && <Fact label="Calls billed">{calls}, tries that failed on the way included</Fact>}
        {receipt.firstTokenMs !== null && <Fact label="First word after">{toSeconds(receipt.firstTokenMs)}</Fact>}
        {receipt.durationMs !== null && (
          <Fact label="Whole answer">
            {toSeconds(receipt.durationMs)}
            {receipt.tokensPerSecond !== null && ` · ${Math.round(receipt.tokensPerSecond)} tokens a second`}
          </Fact>
        )}
        {receipt.notes.map(({ parameter, reason }) => (
          <Fact key={parameter} label={`Left out: ${parameter}`}>
            {reason}
          </Fact>
        ))}
        {receipt.providerRequestId && (
          <Fact label="Request">
            <span className="flex items-center gap-1">
              <code className="font-mono text-small wrap-anywhere">{receipt.providerRequestId}</code>
              <CopyButton label="Copy request id" text={() => receipt.providerRequestId ?? ""} />
            </span>
          </Fact>
        )}
      </dl>
    </Dialog>
  );
}

function Line({ label, tokens, price }: { label: string; tokens: number; price: string }) {
  const perMillion = parseUsd(price);
  const amount = perMillion === null ? null : toNanoUsd((perMillion * BigInt(Math.max(0, tokens))) / 1_000_000n);
  return (
    <tr className="border-b border-line">
      <th scope="row" className="py-2 text-left font-normal">
        {label}
      </th>
      <td className="py-2 pl-4 text-right">{toCount(tokens)}</td>
      <td className="py-2 pl-4 text-right text-text-quiet max-sm:hidden">{price}</td>
      <td className="py-2 pl-4 text-right">{amount === null ? "" : <Money usd={toDecimalUsd(amount)} />}</td>
    </tr>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-text-quiet">{label}</dt>
      <dd className="figures min-w-0">{children}</dd>
    </>
  );
}
