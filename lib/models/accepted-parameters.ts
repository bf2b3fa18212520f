import type { Model } from "@/lib/models/catalogue";
import type { ModelParameters } from "@/lib/models/parameters";

/** A choice that the model does not take, in words for the person. */
export type ParameterNote = { parameter: string; reason: string };

const LABELS: Record<keyof ModelParameters, string> = {
  temperature: "temperature",
  topP: "top_p",
  frequencyPenalty: "frequency penalty",
  presencePenalty: "presence penalty",
  maxOutputTokens: "longest answer",
  reasoningEffort: "reasoning effort",
};

/** What of a person's choices is sent to a model, and why the rest is not: the provider would answer it with an error. */
export function acceptParameters(
  model: Pick<Model, "name" | "parameters" | "reasoningEfforts" | "maxOutputTokens">,
  parameters: ModelParameters,
): { accepted: ModelParameters; notes: ParameterNote[] } {
  const accepted: ModelParameters = {};
  const notes: ParameterNote[] = [];
  const take = <Name extends keyof ModelParameters>(name: Name, value: ModelParameters[Name]) => {
    if (value === undefined) return;
    if (model.parameters.includes(name)) accepted[name] = value;
    else notes.push({ parameter: name, reason: `${model.name} does not take a ${LABELS[name]}; it was left out.` });
  };
  take("temperature", parameters.temperature);
  take("topP", parameters.topP);
  take("frequencyPenalty", parameters.frequencyPenalty);
  take("presencePenalty", parameters.presencePenalty);
  take("maxOutputTokens", parameters.maxOutputTokens);
  take("reasoningEffort", parameters.reasoningEffort);

  if (accepted.maxOutputTokens !== undefined && accepted.maxOutputTokens > model.maxOutputTokens) {
    accepted.maxOutputTokens = model.maxOutputTokens;
    const most = model.maxOutputTokens.toLocaleString("en");
    notes.push({
      parameter: "maxOutputTokens",
      reason: `${model.name} writes at most ${most} tokens; the longest answer was lowered to that.`,
    });
  }
  if (accepted.reasoningEffort !== undefined && !model.reasoningEfforts.includes(accepted.reasoningEffort)) {
    notes.push({
      parameter: "reasoningEffort",
      reason: `${model.name} does not know the reasoning effort "${accepted.reasoningEffort}"; its own default was used.`,
    });
    delete accepted.reasoningEffort;
  }
  return { accepted, notes };
}
