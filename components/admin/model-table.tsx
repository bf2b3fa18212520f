"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ModelDialog } from "@/components/admin/model-dialog";
import { formatPrice } from "@/components/admin/model-price";
import { formatLongDay } from "@/components/reports/chart-columns";
import { formatCount } from "@/components/reports/figures";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureNote } from "@/components/ui/failure-note";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Cell, HeaderCell, Row, Table } from "@/components/ui/table";
import { showToast } from "@/components/ui/toast";
import { useCall } from "@/components/ui/use-call";
import type { ModelAdminView } from "@/lib/models/views";

const FILTERS = {
  all: "All",
  usable: "In use",
  unpriced: "Without a price",
  off: "Switched off",
  ending: "Ending",
} as const;
type Filter = keyof typeof FILTERS;

/** Which models there are, what they cost and which of them people may use. */
export function ModelTable({ models, today }: { models: readonly ModelAdminView[] /** ISO date. */; today: string }) {
  const router = useRouter();
  const { isBusy, failure, call } = useCall();
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [edited, setEdited] = useState<ModelAdminView | null>(null);
  const unpriced = models.filter(isUnpriced);
  const wanted = search.trim().toLowerCase();
  const found = models.filter(
    (model) =>
      passes(model, filter) && (model.id.toLowerCase().includes(wanted) || model.name.toLowerCase().includes(wanted)),
  );

  async function toggle(model: ModelAdminView, isEnabled: boolean) {
    const saved = await call("PUT", "/api/admin/models", { modelId: model.id, isEnabled });
    if (saved === null) return;
    showToast({ text: isEnabled ? `${model.id} is offered again.` : `${model.id} is no longer offered.` });
    router.refresh();
  }

  if (models.length === 0) {
    return (
      <EmptyState title="No model is known">
        The provider could not be asked for its models, and the price table is empty. Check the key and the address of
        the provider.
      </EmptyState>
    );
  }
  return (
    <>
      <FailureNote failure={failure} />
      {unpriced.length > 0 && (
        <Banner
          tone="warn"
          action={
            filter !== "unpriced" && (
              <Button onClick={() => setFilter("unpriced")}>Show {unpriced.length === 1 ? "it" : "them"}</Button>
            )
          }
        >
          {unpriced.length === 1 ? "One model has no price" : `${formatCount(unpriced.length)} models have no price`}{" "}
          and cannot be used until you set one. Zero is a price too, for a server of your own.
        </Banner>
      )}
      <div className="flex flex-wrap gap-3">
        <div className="min-w-56 flex-1 sm:max-w-80">
          <SearchField label="Search models" value={search} onChange={setSearch} />
        </div>
        <div className="w-44">
          <Select
            label="Show"
            isLabelHidden
            value={filter}
            onChange={(event) => setFilter(toFilter(event.target.value))}
          >
            {Object.entries(FILTERS).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        </div>
      </div>
      {found.length === 0 ? (
        <p className="py-8 text-center text-text-quiet">No model fits.</p>
      ) : (
        <Table caption="Models">
          <thead>
            <tr>
              <HeaderCell>Offered</HeaderCell>
              <HeaderCell>Model</HeaderCell>
              <HeaderCell isNumeric>Input, $ per million</HeaderCell>
              <HeaderCell isNumeric>From cache</HeaderCell>
              <HeaderCell isNumeric>Output</HeaderCell>
              <HeaderCell isNumeric>Window, tokens</HeaderCell>
              <HeaderCell>
                <span className="sr-only">Actions</span>
              </HeaderCell>
            </tr>
          </thead>
          <tbody>
            {found.map((model) => (
              <Row key={model.id}>
                <Cell>
                  <Switch
                    label={`Offer ${model.id}`}
                    isLabelHidden
                    isOn={model.isEnabled}
                    disabled={isBusy}
                    onChange={(isOn) => toggle(model, isOn)}
                  />
                </Cell>
                <Cell className="min-w-48">
                  <p className="font-medium">{model.name}</p>
                  {model.name !== model.id && <p className="text-small text-text-quiet">{model.id}</p>}
                  <Notes model={model} today={today} />
                </Cell>
                <Cell isNumeric>{formatPrice(model.inputPerMillionUsd)}</Cell>
                <Cell isNumeric>{formatPrice(model.cachedInputPerMillionUsd)}</Cell>
                <Cell isNumeric>{formatPrice(model.outputPerMillionUsd)}</Cell>
                <Cell isNumeric>{model.contextWindow === null ? "–" : formatCount(model.contextWindow)}</Cell>
                <Cell className="py-1 text-right">
                  <Button tone={isUnpriced(model) ? "secondary" : "quiet"} onClick={() => setEdited(model)}>
                    {isUnpriced(model) ? "Set a price" : "Edit"}
                    <span className="sr-only"> of {model.id}</span>
                  </Button>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      <p className="text-small text-text-quiet">
        {found.length === models.length
          ? `${formatCount(models.length)} models`
          : `${formatCount(found.length)} of ${formatCount(models.length)} models`}
        . Prices come from a table that is part of this version; what you set goes first. What was paid already keeps
        its price.
      </p>
      {edited && (
        <ModelDialog
          key={edited.id}
          model={edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            showToast({ text: `${edited.id} was saved. The next question is charged by it.` });
            router.refresh();
          }}
        />
      )}
    </>
  );
}

function Notes({ model, today }: { model: ModelAdminView; today: string }) {
  const hasNotes = model.priceSource !== "table" || model.shutdownDate !== null || !model.isOffered;
  if (!hasNotes) return null;
  return (
    <p className="mt-1 flex flex-wrap gap-1.5">
      {model.priceSource === "none" && <Badge tone="warn">No price</Badge>}
      {model.priceSource === "override" && <Badge tone="accent">Your price</Badge>}
      {!model.isOffered && <Badge>Not in your provider’s list</Badge>}
      {model.shutdownDate !== null && (
        <Badge tone={model.shutdownDate <= today ? "danger" : "warn"}>
          {model.shutdownDate <= today ? "Ended" : "Ends"} {formatLongDay(model.shutdownDate)}
          {model.replacement && `; use ${model.replacement}`}
        </Badge>
      )}
    </p>
  );
}

function isUnpriced(model: ModelAdminView): boolean {
  return model.priceSource === "none" && model.isEnabled;
}

function passes(model: ModelAdminView, filter: Filter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "usable":
      return model.isEnabled && model.priceSource !== "none";
    case "unpriced":
      return isUnpriced(model);
    case "off":
      return !model.isEnabled;
    case "ending":
      return model.shutdownDate !== null;
  }
}

function toFilter(value: string): Filter {
  return value in FILTERS ? (value as Filter) : "all"; // checked by the line itself
}
