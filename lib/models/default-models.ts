import { findModel, listModels } from "@/lib/models/catalogue";
import type { ModelDesk } from "@/lib/models/model-desk";
import type { Config } from "@/lib/platform/config.server";

/** What a new chat starts with when nobody chose: able, and not dear. */
const DEFAULT_MODEL = "gpt-6-sol";
/** Titles and summaries. */
const SMALL_MODEL = "gpt-6-luna";

/**
 * The model of a chat for which nobody chose one: the organisation's, else the setting's, else ours, else the first that can be used.
 *
 * A choice that cannot be used (switched off, without a price) is passed over; when nothing can, the first choice is returned, so that the refusal names it.
 */
export function chooseDefaultModel({ defaultModel }: Pick<Config, "defaultModel">, desk: ModelDesk): string {
  const wanted = [desk.defaultModel, defaultModel, DEFAULT_MODEL].filter((id) => id !== null);
  const usable = wanted.find((id) => isUsable(id, desk)) ?? firstUsable(desk);
  return usable ?? wanted[0] ?? DEFAULT_MODEL;
}

/** The model that writes titles and summaries: chosen in the same way; without a usable one of its own, the default model. */
export function chooseSmallModel(config: Pick<Config, "defaultModel" | "smallModel">, desk: ModelDesk): string {
  const wanted = [desk.smallModel, config.smallModel, SMALL_MODEL].filter((id) => id !== null);
  return wanted.find((id) => isUsable(id, desk)) ?? chooseDefaultModel(config, desk);
}

function isUsable(id: string, { overrides }: ModelDesk): boolean {
  const model = findModel(id, overrides);
  return model?.isEnabled === true && model.price !== null;
}

/** An administrator's own models first: they are there for a reason. */
function firstUsable({ overrides }: ModelDesk): string | null {
  const models = [...overrides.flatMap(({ modelId }) => findModel(modelId, overrides) ?? []), ...listModels(overrides)];
  return models.find(({ isEnabled, price }) => isEnabled && price !== null)?.id ?? null;
}
