import { type NanoUsd, toDecimalUsd } from "@/lib/core/money";
import type { Model, ModelPrice } from "@/lib/models/catalogue";
import type { ModelAdminView, ModelView } from "@/lib/models/views";

/** A model that can be used, as the picker shows it. */
export function toModelView(model: Model & { price: ModelPrice }): ModelView {
  return {
    id: model.id,
    name: model.name,
    description: model.description,
    contextWindow: model.contextWindow,
    maxOutputTokens: model.maxOutputTokens,
    isReasoning: model.isReasoning,
    parameters: [...model.parameters],
    reasoningEfforts: [...model.reasoningEfforts],
    inputPerMillionUsd: toDecimalUsd(model.price.inputPerMillion),
    cachedInputPerMillionUsd: toDecimalUsd(model.price.cachedInputPerMillion),
    outputPerMillionUsd: toDecimalUsd(model.price.outputPerMillion),
    shutdownDate: model.shutdownDate,
    replacement: model.replacement,
  };
}

/** A model as the administrator's page shows it. */
export function toModelAdminView(model: Model, { isOffered }: { isOffered: boolean }): ModelAdminView {
  const decimal = (amount: NanoUsd | undefined) => (amount === undefined ? null : toDecimalUsd(amount));
  return {
    id: model.id,
    name: model.name,
    isEnabled: model.isEnabled,
    priceSource: model.priceSource,
    inputPerMillionUsd: decimal(model.price?.inputPerMillion),
    cachedInputPerMillionUsd: decimal(model.price?.cachedInputPerMillion),
    cacheWritePerMillionUsd: decimal(model.price?.cacheWritePerMillion),
    outputPerMillionUsd: decimal(model.price?.outputPerMillion),
    contextWindow: model.contextWindow,
    maxOutputTokens: model.maxOutputTokens,
    shutdownDate: model.shutdownDate,
    replacement: model.replacement,
    isOffered,
  };
}

/** True for a model that a person can choose now. */
export function isUsable(model: Model): model is Model & { price: ModelPrice } {
  return model.isEnabled && model.price !== null;
}
