"use client";

import { type RefObject, useEffect, useId, useState } from "react";
import { useChatDesk } from "@/components/chat/chat-desk";
import { ComposerText } from "@/components/chat/composer/composer-text";
import { ContextMeter } from "@/components/chat/composer/context-meter";
import { ModelPicker } from "@/components/chat/composer/model-picker";
import { ParametersPanel } from "@/components/chat/composer/parameters-panel";
import { RefusalBanner } from "@/components/chat/composer/refusal-banner";
import type { Draft } from "@/components/chat/composer/use-draft";
import type { ThreadState, ThreadStore } from "@/components/chat/thread-store";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { ArrowUpIcon, StopIcon } from "@/components/ui/icons";
import { showToast } from "@/components/ui/toast";
import { QUESTION_LENGTH_MAX } from "@/lib/chat/question-length";

export type ComposerProps = {
  store: ThreadStore;
  state: ThreadState;
  draft: Draft;
  field: RefObject<HTMLTextAreaElement | null>;
  /** The question that is being put differently, or null. */
  editedId: string | null;
  onEdit: (questionId: string | null) => void;
  onSend: (text: string) => void;
};

/** Where a question is written, with everything that decides how it is answered in one row. */
export function Composer({ store, state, draft, field, editedId, onEdit, onSend }: ComposerProps) {
  const { models, defaultModel } = useChatDesk();
  const id = useId();
  const model = models.find((known) => known.id === (state.model ?? defaultModel)) ?? null;
  const isRunning = state.phase !== "idle";
  const reason = whyNotSend({ text: draft.text, hasModel: model !== null, modelId: state.model, isRunning });
  const isOnline = useIsOnline();

  function send(): void {
    const text = draft.text.trim() === "" ? "" : draft.text;
    if (text === "" || reason !== null) return;
    onSend(text);
  }
  function choose(choice: Parameters<ThreadStore["choose"]>[0]): void {
    void store.choose(choice).then((refusal) => refusal && showToast({ text: refusal.message, tone: "danger" }));
  }

  const note = reason ?? (isOnline ? null : "You are offline. What you write is kept in this browser.");
  return (
    <div className="mx-auto flex w-full max-w-[768px] flex-col gap-2 px-4 pb-[max(16px,env(safe-area-inset-bottom))] max-sm:px-2 max-sm:pb-[max(8px,env(safe-area-inset-bottom))]">
      {state.refusal && <RefusalBanner refusal={state.refusal} onDismiss={() => store.dismissRefusal()} />}
      <form
        aria-label="Ask"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        className="rounded-overlay border border-line-strong/60 bg-surface-overlay transition-colors focus-within:border-accent"
      >
        {editedId !== null && (
          <div className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1 pl-4 text-small text-text-quiet">
            <span>You are putting your last question differently. The old one and its answer are kept.</span>
            <Button tone="quiet" onClick={() => onEdit(null)}>
              Cancel
            </Button>
          </div>
        )}
        <div className="px-4 pt-3 pb-1">
          <ComposerText
            field={field}
            text={draft.text}
            placeholder={state.messages.length === 0 ? "Ask anything" : "Ask a follow-up"}
            describedBy={note ? `${id}-note` : undefined}
            onChange={draft.change}
            onSend={send}
            onRecall={() => onEdit(state.messages.findLast(({ role }) => role === "user")?.id ?? null)}
          />
        </div>
        <div className="flex items-center gap-0.5 px-2 pb-2">
          <ModelPicker models={models} chosen={model} onChoose={(chosen) => choose({ model: chosen })} />
          {model && (
            <ParametersPanel
              model={model}
              parameters={state.parameters}
              onChange={(parameters) => choose({ parameters })}
            />
          )}
          <span className="min-w-0 flex-1" />
          {state.meter && <ContextMeter meter={state.meter} draftLength={draft.text.length} />}
          {isRunning ? (
            <IconButton
              label={state.phase === "stopping" ? "Stopping" : "Stop (Esc)"}
              disabled={state.phase === "stopping"}
              tooltipAlign="end"
              onClick={() => void store.stop()}
              className="bg-text! text-surface! hover:opacity-85"
            >
              <StopIcon />
            </IconButton>
          ) : (
            <IconButton
              label="Send (Enter)"
              type="submit"
              tooltipAlign="end"
              aria-disabled={draft.text.trim() === "" || reason !== null}
              className="bg-accent! text-on-accent! hover:bg-accent-hover! aria-disabled:bg-surface-hover! aria-disabled:text-text-quiet!"
            >
              <ArrowUpIcon />
            </IconButton>
          )}
        </div>
      </form>
      {note && (
        <p id={`${id}-note`} role="status" className="px-4 text-small text-warn">
          {note}
        </p>
      )}
    </div>
  );
}

/** The sentence that says why this cannot be sent; null when it can, or when there is nothing to send. */
function whyNotSend({
  text,
  hasModel,
  modelId,
  isRunning,
}: {
  text: string;
  hasModel: boolean;
  modelId: string | null;
  isRunning: boolean;
}): string | null {
  if (text.length > QUESTION_LENGTH_MAX) {
    return `This is ${(text.length - QUESTION_LENGTH_MAX).toLocaleString("en")} characters longer than a message can be. Shorten it or send it in parts.`;
  }
  if (!hasModel) {
    return modelId
      ? `The model ${modelId} cannot be used any more. Choose another one.`
      : "No model can be used yet. An administrator sets their prices under Models.";
  }
  // Nothing to explain: the button beside says Stop.
  return isRunning && text.trim() !== "" ? "Send this when the answer is finished, or stop it." : null;
}

function useIsOnline(): boolean {
  const [isOnline, setIsOnline] = useState(true);
  useEffect(() => {
    const look = () => setIsOnline(navigator.onLine);
    look();
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return isOnline;
}
