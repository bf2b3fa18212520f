"use client";

import type { ReactNode } from "react";
import type { Tone } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { MessageView } from "@/lib/conversations/views";
import { assertNever } from "@/lib/core/assert-never";

type End = { tone: Tone; text: ReactNode; canContinue: boolean };

/** How an answer ended that did not just end well; null when there is nothing to say. */
function toEnd({ state, finishReason, failure, text }: MessageView): End | null {
  const hasWords = text !== "";
  switch (state) {
    case "running":
    case "interrupted":
      return {
        tone: "warn",
        text: hasWords
          ? "This answer was interrupted. What was written until then is kept."
          : "This answer was interrupted before its first word.",
        canContinue: hasWords,
      };
    case "stopped":
      return {
        tone: "plain",
        text: hasWords ? "You stopped this answer here." : "You stopped this answer before its first word.",
        canContinue: hasWords,
      };
    case "failed":
      return {
        tone: "danger",
        text: failure?.message ?? "This answer failed. Nothing that was written is lost.",
        canContinue: hasWords,
      };
    case "complete":
      break;
    default:
      return assertNever(state);
  }
  switch (finishReason) {
    case "length":
      return { tone: "plain", text: "This answer was cut at the longest length allowed.", canContinue: true };
    case "content_filter":
      return { tone: "warn", text: "The provider’s content filter ended this answer.", canContinue: false };
    case "refusal":
      return {
        tone: "plain",
        text: "The model declined to answer this. Asking it differently may help.",
        canContinue: false,
      };
    case "stop":
    case null:
      return hasWords
        ? null
        : { tone: "plain", text: "The model ended this answer without a word.", canContinue: false };
    default:
      return assertNever(finishReason);
  }
}

/** True when the end of an answer offers what to do next. */
export function asksForNextStep(message: MessageView): boolean {
  return toEnd(message) !== null;
}

/** One line under an answer that was stopped, cut, interrupted or failed, with the next step. */
export function AnswerEnd({
  message,
  canAct,
  isContinued,
  onRetry,
  onContinue,
}: {
  message: MessageView;
  canAct: boolean;
  isContinued: boolean;
  onRetry: () => void;
  onContinue: () => void;
}) {
  const end = toEnd(message);
  if (!end || isContinued) return null;
  return (
    <Banner
      tone={end.tone}
      action={
        canAct && (
          <span className="flex gap-2">
            <Button onClick={onRetry}>{message.state === "failed" ? "Try again" : "Answer again"}</Button>
            {end.canContinue && <Button onClick={onContinue}>Continue</Button>}
          </span>
        )
      }
    >
      {end.text}
    </Banner>
  );
}
