"use client";

import { useEffect, useState } from "react";
import type { ThreadState } from "@/components/chat/thread-store";

/** Says what is being waited for. */
export function StatusLine({ status }: { status: NonNullable<ThreadState["status"]> }) {
  return (
    <p role="status" className="flex min-h-6 items-center gap-2.5 text-body text-text-quiet">
      <span aria-hidden="true" className="size-2 shrink-0 animate-breathe rounded-full bg-accent" />
      {status.state === "retrying" ? (
        <Retrying key={status.attempt} {...status} />
      ) : status.state === "reconnecting" ? (
        "The connection was lost. Joining the answer again"
      ) : (
        "Waiting for OpenAI"
      )}
    </p>
  );
}

const REASONS = {
  busy: "OpenAI is busy",
  down: "OpenAI cannot be reached",
  timeout: "OpenAI did not answer in time",
} as const;

function Retrying({
  reason,
  attempt,
  attemptsMax,
  retryInMs,
}: Extract<NonNullable<ThreadState["status"]>, { state: "retrying" }>) {
  const [seconds, setSeconds] = useState(Math.ceil(retryInMs / 1_000));
  useEffect(() => {
    const timer = setInterval(() => setSeconds((left) => Math.max(0, left - 1)), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span>
      {REASONS[reason]}, trying again {seconds > 0 ? <span className="figures">in {seconds} s</span> : "now"}
      <span className="text-small">
        {" "}
        · try {attempt + 1} of {attemptsMax}
      </span>
    </span>
  );
}
