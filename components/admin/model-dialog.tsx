"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { parsePriceText, parseWindowText } from "@/components/admin/model-price";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureNote } from "@/components/ui/failure-note";
import { TextField } from "@/components/ui/text-field";
import { fieldError, useCall } from "@/components/ui/use-call";
import type { ModelAdminView } from "@/lib/models/views";

const PRICES = [
  ["inputPerMillionUsd", "Input", "What a token of the question costs, history included."],
  ["cachedInputPerMillionUsd", "Input from cache", "What it asks for text that it has just read."],
  ["cacheWritePerMillionUsd", "Writing to cache", "What it asks for keeping text to read again."],
  ["outputPerMillionUsd", "Output", "What a token of the answer costs, thinking included."],
] as const;
type Field = (typeof PRICES)[number][0] | "contextWindow";
type Mistakes = Partial<Record<Field, string>>;

const FIELDS: readonly Field[] = [...PRICES.map(([field]) => field), "contextWindow"];
const NO_TEXTS: Record<Field, string> = {
  inputPerMillionUsd: "",
  cachedInputPerMillionUsd: "",
  cacheWritePerMillionUsd: "",
  outputPerMillionUsd: "",
  contextWindow: "",
};

/** The prices and the window of one model, on top of the price table. */
export function ModelDialog({
  model,
  onClose,
  onSaved,
}: {
  model: ModelAdminView;
  onClose: () => void;
  onSaved: () => void;
}) {
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  // The browser would begin at the button that closes.
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const { isBusy, failure, call } = useCall();
  const shown: Record<Field, string> = {
    inputPerMillionUsd: model.inputPerMillionUsd ?? "",
    cachedInputPerMillionUsd: model.cachedInputPerMillionUsd ?? "",
    cacheWritePerMillionUsd: model.cacheWritePerMillionUsd ?? "",
    outputPerMillionUsd: model.outputPerMillionUsd ?? "",
    contextWindow: model.contextWindow?.toString() ?? "",
  };
  const [texts, setTexts] = useState(shown);
  const [mistakes, setMistakes] = useState<Mistakes>({});

  async function save(event: FormEvent) {
    event.preventDefault();
    // What was not touched is not sent: it goes on following the price table.
    const touched = FIELDS.filter((field) => texts[field] !== shown[field]);
    const { change, mistakes: found } = readChange(touched, texts);
    if (model.priceSource === "none") requirePair(texts, found);
    setMistakes(found);
    if (Object.keys(found).length > 0) return;
    if ((await call("PUT", "/api/admin/models", { modelId: model.id, ...change })) !== null) onSaved();
  }

  const field = (name: Field) => ({
    name,
    autoComplete: "off",
    className: "figures",
    error: mistakes[name] ?? fieldError(failure, name),
    value: texts[name],
    onChange: (event: { target: { value: string } }) => setTexts((old) => ({ ...old, [name]: event.target.value })),
  });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={model.name}
      description={
        model.priceSource === "none"
          ? "The price table does not know this model. Take the prices from your provider’s page; for a server of your own, zero."
          : "What you change here goes before the price table; a field that you clear goes back to it."
      }
      footer={
        <>
          {model.priceSource === "override" && (
            <Button tone="quiet" className="mr-auto" disabled={isBusy} onClick={() => setTexts(NO_TEXTS)}>
              Clear all
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" isBusy={isBusy}>
            Save
          </Button>
        </>
      }
    >
      <form ref={form} id={formId} onSubmit={save} noValidate className="flex flex-col gap-4">
        <FailureNote failure={failure} fields={FIELDS} />
        <fieldset className="grid gap-4 sm:grid-cols-2">
          <legend className="mb-3 text-small text-text-quiet">Dollars per million tokens</legend>
          {PRICES.map(([name, label, hint]) => (
            <TextField key={name} label={label} inputMode="decimal" prefixText="$" hint={hint} {...field(name)} />
          ))}
        </fieldset>
        <TextField
          label="Context window, tokens"
          inputMode="numeric"
          hint="How much the model reads at once, question and answer together."
          {...field("contextWindow")}
        />
      </form>
    </Dialog>
  );
}

/** What goes to the server of the fields that were touched, and what is wrong with them. */
function readChange(touched: readonly Field[], texts: Record<Field, string>) {
  const mistakes: Mistakes = {};
  const change: Partial<Record<Field, string | number | null>> = {};
  for (const field of touched) {
    const read = field === "contextWindow" ? parseWindowText(texts[field]) : parsePriceText(texts[field]);
    if (read.isValid) change[field] = read.value;
    else mistakes[field] = read.message;
  }
  return { change, mistakes };
}

/** A model outside of the table needs both of the prices that every call has. */
function requirePair(texts: Record<Field, string>, mistakes: Mistakes): void {
  for (const field of ["inputPerMillionUsd", "outputPerMillionUsd"] as const) {
    if (texts[field].trim() === "") mistakes[field] ??= "Needed: without it the model cannot be used.";
  }
}
