import type { TurnContext } from "@/lib/chat/build-context";
import type { TurnPlan } from "@/lib/chat/turn-plan";
import type { Model, ModelPrice } from "@/lib/models/catalogue";
import type { ModelParameters } from "@/lib/models/parameters";

/** Which model answers, on which terms. */
export type Route = { model: Model; price: ModelPrice; parameters: ModelParameters; maxOutputTokens: number };

/** The route of a turn: the model that the person chose. */
export function chooseRoute(plan: TurnPlan, context: TurnContext): Route {
  return {
    model: plan.model,
    price: plan.price,
    parameters: plan.parameters,
    maxOutputTokens: context.maxOutputTokens,
  };
}
