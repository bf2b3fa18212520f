"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { parseLimitText, toLimitText } from "@/components/admin/limit-text";
import { Button } from "@/components/ui/button";
import { INPUT_CLASS } from "@/components/ui/field";
import { EditIcon } from "@/components/ui/icons";
import { Money } from "@/components/ui/money";
import { showToast } from "@/components/ui/toast";
import { useCall } from "@/components/ui/use-call";
import type { BudgetView } from "@/lib/spend/views";

/** The limit of one budget: a figure that becomes a field. Enter saves, Esc leaves it as it was. */
export function LimitEditor({ budget, whose }: { budget: BudgetView; whose: string }) {
  const router = useRouter();
  const id = useId();
  const { isBusy, failure, call, clear } = useCall();
  const [text, setText] = useState<string | null>(null);
  const [mistake, setMistake] = useState<string | null>(null);
  const name = `${whose}: limit ${budget.period === "day" ? "for each day" : "for each month"}`;

  function close() {
    setText(null);
    setMistake(null);
    clear();
  }
  async function submit(event: FormEvent) {
    event.preventDefault();
    const limit = parseLimitText(text ?? "");
    setMistake(limit.isValid ? null : limit.message);
    if (!limit.isValid) return;
    const { scope, subjectId, period } = budget;
    const saved = await call<{ budget: BudgetView }>("PUT", "/api/admin/budgets", {
      scope,
      subjectId,
      period,
      limitUsd: limit.limitUsd,
    });
    if (saved === null) return;
    close();
    showToast({ text: limit.limitUsd === null ? `${name}: none any more.` : `${name}: saved.` });
    router.refresh();
  }

  if (text === null) {
    return (
      <button
        type="button"
        onClick={() => setText(toLimitText(budget.limitUsd))}
        className="group inline-flex min-h-8 items-center gap-1.5 rounded-control px-2 text-text-quiet hover:bg-surface-hover hover:text-text touch:min-h-11"
      >
        {budget.limitUsd === null ? "No limit" : <Money usd={budget.limitUsd} />}
        <span className="sr-only">, change {name}</span>
        <EditIcon size={14} />
      </button>
    );
  }
  const error = mistake ?? failure?.message ?? null;
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && close()}
      aria-label={name}
      className="inline-flex flex-col items-end gap-1"
    >
      <span className="flex items-center gap-2">
        <span className="relative w-32 shrink-0">
          <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-text-quiet">$</span>
          <input
            id={id}
            // biome-ignore lint/a11y/noAutofocus: the person has just asked for the field
            autoFocus
            inputMode="decimal"
            autoComplete="off"
            aria-label={name}
            aria-invalid={error ? true : undefined}
            aria-describedby={`${id}-note`}
            placeholder="No limit"
            value={text}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setText(event.target.value)}
            className={`${INPUT_CLASS} figures pl-7`}
          />
        </span>
        <Button type="submit" isBusy={isBusy}>
          Save
        </Button>
        <Button tone="quiet" onClick={close} className="px-2">
          Cancel
        </Button>
      </span>
      <span
        id={`${id}-note`}
        role={error ? "alert" : undefined}
        className={`max-w-64 text-right text-small whitespace-normal ${error ? "text-danger" : "text-text-quiet"}`}
      >
        {error ?? "Like 12.50. Empty: no limit."}
      </span>
    </form>
  );
}
