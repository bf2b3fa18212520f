import { findModel, listModels, type Model, type ModelOverride } from "@/lib/models/catalogue";
import { findFamily } from "@/lib/models/families";

/** What the provider's own list says, by model id; null: it could not be asked. */
export type Offered = ReadonlyMap<string, { shutdownDate: string | null }> | null;

/** A model beside what the provider says about it. */
export type OfferedModel = { model: Model; isOffered: boolean };

/** Names of models that are no chat models, in a list that does not say what each of them is. */
const NO_CHAT =
  /embed|whisper|tts|dall-e|image|audio|realtime|transcri|moderation|sora|search|codex|davinci|babbage|instruct|computer-use|deep-research|translate|-pro\b|-live\b/i;

/**
 * Every chat model that an administrator can decide about: the catalogue, those with a setting, and what the provider lists beyond them
 * (fine-tuned models, and everything of a compatible server; without a price until one is set).
 */
export function listKnownModels(overrides: readonly ModelOverride[], offered: Offered, today: Date): OfferedModel[] {
  const known = listModels(overrides, today);
  const ids = new Set(known.map(({ id }) => id));
  const foreign = [...(offered?.keys() ?? [])].filter((id) => !ids.has(id) && isWorthListing(id)).sort();
  const models = [...known, ...foreign.map((id) => findModel(id, overrides, today) ?? toUnknownModel(id, today))];
  return models.map((model) => ({
    model: { ...model, shutdownDate: offered?.get(model.id)?.shutdownDate ?? model.shutdownDate },
    isOffered: offered?.has(model.id) ?? true,
  }));
}

/**
 * The models that a person can choose now: switched on, with a price, and offered.
 *
 * Where the provider cannot be asked, those that are not past their end. A model with a setting is always there: an administrator knows.
 */
export function listUsableModels(overrides: readonly ModelOverride[], offered: Offered, today: Date): Model[] {
  const date = today.toISOString().slice(0, 10);
  const chosen = new Set(overrides.map(({ modelId }) => modelId));
  return listKnownModels(overrides, offered, today).flatMap(({ model, isOffered }) => {
    const isOver = model.shutdownDate !== null && model.shutdownDate <= date;
    const isThere = chosen.has(model.id) || (offered ? isOffered : !isOver);
    return model.isEnabled && model.price && isThere ? [model] : [];
  });
}

/** Snapshots of models that are in the catalogue are left out of lists. */
function isWorthListing(id: string): boolean {
  return findFamily(id) ? id.startsWith("ft:") : !NO_CHAT.test(id);
}

/** A model that the provider lists and nobody has set a price for. */
function toUnknownModel(id: string, today: Date): Model {
  const blank = {
    modelId: id,
    isEnabled: true,
    inputPrice: null,
    cachedInputPrice: null,
    cacheWritePrice: null,
    outputPrice: null,
    contextWindow: null,
  };
  const model = findModel(id, [blank], today);
  if (!model) throw new Error("a model with a setting is always found");
  return model;
}
