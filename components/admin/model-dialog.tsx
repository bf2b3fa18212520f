"use client";

import { type FormEvent, useId, useState } from "react";
import { formatPrice, parsePriceText } from "@/components/admin/model-price";
import { formatCount } from "@/components/reports/figures";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureNote } from "@/components/ui/failure-note";
import { TextField } from "@/components/ui/text-field";
import { fieldError, useCall } from "@/components/ui/use-call";
import type { ModelAdminView } from "@/lib/models/views";

const PRICES = [
  ["inputPerMillionUsd", "Input", "What a token of the question costs, history included."],
  ["cachedInputPerMillionUsd", "Input from cache", "Empty: as much as other input."],
  ["cacheWritePerMillionUsd", "Writing to cache", "Empty: as much as other input."],
  ["outputPerMillionUsd", "Output", "What a token of the answer costs, thinking included."],
] as const;
type PriceField = (typeof PRICES)[number][0];

const FIELDS = [...PRICES.map(([field]) => field), "contextWindow"];
const WINDOW_MAX = 100_000_000;

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
  const { isBusy, failure, call } = useCall();
  const isOverridden = model.priceSource === "override";
  const [prices, setPrices] = useState<Record<PriceField, string>>({
    inputPerMillionUsd: isOverridden ? (model.inputPerMillionUsd ?? "") : "",
    cachedInputPerMillionUsd: isOverridden ? (model.cachedInputPerMillionUsd ?? "") : "",
    cacheWritePerMillionUsd: isOverridden ? (model.cacheWritePerMillionUsd ?? "") : "",
    outputPerMillionUsd: isOverridden ? (model.outputPerMillionUsd ?? "") : "",
  });
  const [contextWindow, setContextWindow] = useState(isOverridden ? (model.contextWindow?.toString() ?? "") : "");
  const [mistakes, setMistakes] = useState<Partial<Record<string, string>>>({});

  async function save(event: FormEvent) {
    event.preventDefault();
    const found: Partial<Record<string, string>> = {};
    const read = (field: PriceField) => {
      const price = parsePriceText(prices[field]);
      if (price.isValid) return price.priceUsd;
      found[field] = price.message;
      return null;
    };
    const body = {
      modelId: model.id,
      isEnabled: model.isEnabled,
      inputPerMillionUsd: read("inputPerMillionUsd"),
      cachedInputPerMillionUsd: read("cachedInputPerMillionUsd"),
      cacheWritePerMillionUsd: read("cacheWritePerMillionUsd"),
      outputPerMillionUsd: read("outputPerMillionUsd"),
      contextWindow: contextWindow.trim() === "" ? null : Number(contextWindow.trim().replaceAll(/[, _]/g, "")),
    };
    if (model.priceSource === "none") requirePair(body, found);
    if (body.contextWindow !== null && !isWindow(body.contextWindow))
      found["contextWindow"] = "Write a whole number of tokens like 128000.";
    setMistakes(found);
    if (Object.keys(found).length > 0) return;
    if ((await call("PUT", "/api/admin/models", body)) !== null) onSaved();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={model.name}
      description={
        model.priceSource === "none"
          ? "The price table does not know this model. Take the prices from your provider’s page; for a server of your own, zero."
          : "Empty fields take what the price table says."
      }
      footer={
        <>
          {isOverridden && (
            <Button
              tone="quiet"
              className="mr-auto"
              disabled={isBusy}
              onClick={() => {
                setPrices({
                  inputPerMillionUsd: "",
                  cachedInputPerMillionUsd: "",
                  cacheWritePerMillionUsd: "",
                  outputPerMillionUsd: "",
                });
                setContextWindow("");
              }}
            >
              Empty all fields
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" isBusy={isBusy}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={save} noValidate className="flex flex-col gap-4">
        <FailureNote failure={failure} fields={FIELDS} />
        <fieldset className="grid gap-4 sm:grid-cols-2">
          <legend className="mb-3 text-small text-text-quiet">Dollars per million tokens</legend>
          {PRICES.map(([field, label, hint]) => (
            <TextField
              key={field}
              label={label}
              name={field}
              inputMode="decimal"
              autoComplete="off"
              prefixText="$"
              className="figures"
              placeholder={
                model.priceSource === "table" && model[field] !== null
                  ? `${formatPrice(model[field]).slice(1)} (table)`
                  : ""
              }
              hint={hint}
              error={mistakes[field] ?? fieldError(failure, field)}
              value={prices[field]}
              onChange={(event) => setPrices((old) => ({ ...old, [field]: event.target.value }))}
            />
          ))}
        </fieldset>
        <TextField
          label="Context window, tokens"
          name="contextWindow"
          inputMode="numeric"
          autoComplete="off"
          className="figures"
          placeholder={
            model.contextWindow === null || isOverridden ? "" : `${formatCount(model.contextWindow)} (table)`
          }
          hint="How much the model reads at once, question and answer together."
          error={mistakes["contextWindow"] ?? fieldError(failure, "contextWindow")}
          value={contextWindow}
          onChange={(event) => setContextWindow(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

/** A model outside of the table needs both of the prices that every call has. */
function requirePair(
  body: { inputPerMillionUsd: string | null; outputPerMillionUsd: string | null },
  found: Partial<Record<string, string>>,
): void {
  for (const field of ["inputPerMillionUsd", "outputPerMillionUsd"] as const) {
    if (body[field] === null) found[field] ??= "Needed: without it the model cannot be used.";
  }
}

function isWindow(tokens: number): boolean {
  return Number.isInteger(tokens) && tokens >= 1 && tokens <= WINDOW_MAX;
}
