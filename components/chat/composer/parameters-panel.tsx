"use client";

import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SlidersIcon } from "@/components/ui/icons";
import { Popover } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { TextField } from "@/components/ui/text-field";
import type { ModelParameters } from "@/lib/models/parameters";
import type { ModelView } from "@/lib/models/views";

type Props = { model: ModelView; parameters: ModelParameters; onChange: (parameters: ModelParameters) => void };

/** What can be tuned for this chat; only what the chosen model takes is shown. */
export function ParametersPanel({ model, parameters, onChange }: Props) {
  const changed = Object.keys(parameters).filter((name) => model.parameters.includes(name)).length;
  return (
    <Popover
      label="Parameters"
      side="top"
      className="w-88"
      trigger={(props) => (
        <IconButton
          label={changed > 0 ? `Parameters, ${changed} changed` : "Parameters"}
          {...props}
          className="relative"
        >
          <SlidersIcon />
          {changed > 0 && (
            <span
              aria-hidden="true"
              className="absolute top-1.5 right-1.5 size-1.5 rounded-full bg-accent touch:top-3 touch:right-3"
            />
          )}
        </IconButton>
      )}
    >
      {() => <Controls model={model} parameters={parameters} onChange={onChange} />}
    </Popover>
  );
}

const EFFORTS: Readonly<Record<string, string>> = {
  none: "None",
  minimal: "Minimal",
  low: "Low",
  medium: "Medium",
  high: "High",
  xhigh: "Very high",
};

function Controls({ model, parameters, onChange }: Props) {
  const takes = (name: keyof ModelParameters) => model.parameters.includes(name);
  const change = (name: keyof ModelParameters, value: ModelParameters[keyof ModelParameters]) => {
    const { [name]: _, ...others } = parameters;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  const hasBoth =
    takes("temperature") && takes("topP") && parameters.temperature !== undefined && parameters.topP !== undefined;
  return (
    <div className="flex flex-col gap-5 p-4">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-heading">Parameters</h2>
        <Button tone="quiet" disabled={Object.keys(parameters).length === 0} onClick={() => onChange({})}>
          Reset all
        </Button>
      </div>
      {takes("reasoningEffort") && (
        <Select
          label="Reasoning effort"
          hint="How long it thinks before it answers; thinking is charged as output."
          value={parameters.reasoningEffort ?? ""}
          onChange={(event) => {
            const effort = model.reasoningEfforts.find((known) => known === event.currentTarget.value);
            change("reasoningEffort", effort as ModelParameters["reasoningEffort"]); // a view carries the names of the contract as strings
          }}
        >
          <option value="">Default</option>
          {model.reasoningEfforts.map((effort) => (
            <option key={effort} value={effort}>
              {EFFORTS[effort] ?? effort}
            </option>
          ))}
        </Select>
      )}
      {takes("temperature") && (
        <Slider
          label="Temperature"
          hint="Low repeats the likely words, high dares unlikely ones."
          min={0}
          max={2}
          step={0.1}
          value={parameters.temperature ?? null}
          resting={1}
          onChange={(value) => change("temperature", value)}
        />
      )}
      {takes("topP") && (
        <Slider
          label="Top p"
          hint="Leaves out the least likely words: 0.1 keeps only the top tenth."
          min={0}
          max={1}
          step={0.05}
          value={parameters.topP ?? null}
          resting={1}
          onChange={(value) => change("topP", value)}
        />
      )}
      {hasBoth && (
        <p role="status" className="rounded-control bg-warn-soft px-3 py-2 text-small">
          Temperature and top p do the same thing in two ways. Change one and leave the other at its default, or the
          effect is hard to foresee.
        </p>
      )}
      {takes("frequencyPenalty") && (
        <Slider
          label="Frequency penalty"
          hint="Above 0 it repeats the same words less often."
          min={-2}
          max={2}
          step={0.1}
          value={parameters.frequencyPenalty ?? null}
          resting={0}
          onChange={(value) => change("frequencyPenalty", value)}
        />
      )}
      {takes("presencePenalty") && (
        <Slider
          label="Presence penalty"
          hint="Above 0 it moves on to new subjects sooner."
          min={-2}
          max={2}
          step={0.1}
          value={parameters.presencePenalty ?? null}
          resting={0}
          onChange={(value) => change("presencePenalty", value)}
        />
      )}
      {takes("maxOutputTokens") && (
        <TextField
          label="Longest answer, in tokens"
          hint={`Cuts the answer there, and caps what it can cost. At most ${model.maxOutputTokens.toLocaleString("en")}.`}
          type="number"
          inputMode="numeric"
          min={1}
          max={model.maxOutputTokens}
          placeholder="Default"
          value={parameters.maxOutputTokens ?? ""}
          onChange={(event) => {
            const tokens = Math.floor(Number(event.currentTarget.value));
            change(
              "maxOutputTokens",
              event.currentTarget.value === "" || !(tokens >= 1) ? undefined : Math.min(tokens, model.maxOutputTokens),
            );
          }}
        />
      )}
      {model.parameters.length === 0 && <p className="text-text-quiet">This model takes none.</p>}
    </div>
  );
}
