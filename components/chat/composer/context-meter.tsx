"use client";

import { Popover } from "@/components/ui/popover";
import type { MeterView } from "@/lib/conversations/views";

/** Characters a token stands for, about, while nobody has counted exactly. */
const CHARACTERS_PER_TOKEN = 4;
const TURN = 2 * Math.PI * 7;

/** How full the context window is for the next message, and of what. */
export function ContextMeter({ meter, draftLength }: { meter: MeterView; draftLength: number }) {
  const draftTokens = Math.ceil(draftLength / CHARACTERS_PER_TOKEN);
  const parts = [
    { label: "Instructions", tokens: meter.instructionsTokens, colour: "bg-text-quiet" },
    { label: "Summary", tokens: meter.summaryTokens, colour: "bg-ok" },
    { label: "Messages", tokens: meter.historyTokens, colour: "bg-accent" },
    { label: "Your next message, about", tokens: draftTokens, colour: "bg-warn" },
    { label: "Set aside for the answer", tokens: meter.reservedOutputTokens, colour: "bg-line-strong" },
  ].filter(({ tokens }) => tokens > 0);
  const inUse = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const share = Math.min(1, inUse / Math.max(1, meter.windowTokens));
  const isHigh = inUse > meter.highWaterTokens;
  const percent = share > 0 && share < 0.01 ? "<1" : Math.round(share * 100).toString();
  return (
    <Popover
      label="Context window"
      side="top"
      align="end"
      className="w-80"
      trigger={(props) => (
        <button
          type="button"
          {...props}
          data-tooltip="Context window in use"
          aria-label={`Context window: ${percent} % in use`}
          className="figures tooltip flex min-h-8 items-center gap-1.5 rounded-control px-2 text-small text-text-quiet transition-colors hover:bg-surface-hover hover:text-text touch:min-h-11"
        >
          <svg
            width="16"
            height="16"
            viewBox="0 0 20 20"
            aria-hidden="true"
            fill="none"
            strokeWidth="3"
            className="-rotate-90"
          >
            <circle cx="10" cy="10" r="7" className="stroke-line" />
            <circle
              cx="10"
              cy="10"
              r="7"
              className={isHigh ? "stroke-warn" : "stroke-accent"}
              strokeDasharray={`${share * TURN} ${TURN}`}
            />
          </svg>
          <span className="max-sm:hidden">{percent} %</span>
        </button>
      )}
    >
      {() => (
        <div className="flex flex-col gap-3 p-4">
          <div>
            <h2 className="text-heading">Context window</h2>
            <p className="figures text-text-quiet">
              {inUse.toLocaleString("en")} of {meter.windowTokens.toLocaleString("en")} tokens
            </p>
          </div>
          <svg
            viewBox="0 0 100 4"
            preserveAspectRatio="none"
            aria-hidden="true"
            className="h-2 w-full overflow-hidden rounded-full bg-surface-hover"
          >
            {parts.map(({ label, tokens, colour }, index) => {
              const start = parts.slice(0, index).reduce((sum, part) => sum + part.tokens, 0);
              const scale = 100 / Math.max(1, meter.windowTokens);
              return (
                <rect
                  key={label}
                  x={start * scale}
                  width={Math.max(0.4, tokens * scale - 0.2)}
                  height="4"
                  className={FILLS[colour]}
                />
              );
            })}
          </svg>
          <table className="figures w-full">
            <caption className="sr-only">Tokens by part</caption>
            <tbody>
              {parts.map(({ label, tokens, colour }) => (
                <tr key={label}>
                  <th scope="row" className="py-1 text-left font-normal">
                    <span aria-hidden="true" className={`mr-2 inline-block size-2 rounded-full ${colour}`} />
                    {label}
                  </th>
                  <td className="py-1 text-right">{tokens.toLocaleString("en")}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="border-t border-line pt-3 text-small text-text-quiet">
            {isHigh
              ? "The older turns are about to be summarised, so that the answers stay quick and cheap."
              : `From ${meter.highWaterTokens.toLocaleString("en")} tokens on the older turns are summarised. Nothing is deleted.`}
          </p>
        </div>
      )}
    </Popover>
  );
}

const FILLS: Readonly<Record<string, string>> = {
  "bg-text-quiet": "fill-text-quiet",
  "bg-ok": "fill-ok",
  "bg-accent": "fill-accent",
  "bg-warn": "fill-warn",
  "bg-line-strong": "fill-line-strong",
};
