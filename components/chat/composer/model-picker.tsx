"use client";

import { ChevronDownIcon } from "@/components/ui/icons";
import { Menu, MenuChoice, MenuHeading } from "@/components/ui/menu";
import type { ModelView } from "@/lib/models/views";

/** Which model answers next, with what it costs. */
export function ModelPicker({
  models,
  chosen,
  onChoose,
}: {
  models: readonly ModelView[];
  chosen: ModelView | null;
  onChoose: (model: string) => void;
}) {
  return (
    <Menu
      label="Model"
      side="top"
      className="w-88"
      trigger={(props) => (
        <button
          type="button"
          {...props}
          aria-label={`Model: ${chosen?.name ?? "none"}`}
          className="flex min-h-8 min-w-0 items-center gap-1 rounded-control px-2 text-body font-medium text-text-quiet transition-colors hover:bg-surface-hover hover:text-text touch:min-h-11"
        >
          <span className="truncate">{chosen?.name ?? "No model"}</span>
          <ChevronDownIcon size={14} className="shrink-0" />
        </button>
      )}
    >
      <MenuHeading>Model · $ per million tokens in / out</MenuHeading>
      {models.length === 0 && (
        <p className="px-2.5 py-2 text-text-quiet">
          No model can be used yet. An administrator sets their prices under Models.
        </p>
      )}
      {models.map((model) => (
        <MenuChoice key={model.id} isChosen={model.id === chosen?.id} onClick={() => onChoose(model.id)}>
          <span className="flex items-baseline justify-between gap-3">
            <span className="truncate font-medium">{model.name}</span>
            <span className="figures shrink-0 text-small text-text-quiet">
              {model.inputPerMillionUsd} / {model.outputPerMillionUsd}
            </span>
          </span>
          {model.description && <span className="block text-small text-text-quiet">{model.description}</span>}
          {model.shutdownDate && (
            <span className="block text-small text-warn">
              Ends on {model.shutdownDate}
              {model.replacement && `; ${model.replacement} takes its place`}
            </span>
          )}
        </MenuChoice>
      ))}
    </Menu>
  );
}
