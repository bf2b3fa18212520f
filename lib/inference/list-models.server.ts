import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { requireCan } from "@/lib/accounts/policy";
import { listOfferedModels } from "@/lib/inference/list-offered-models.server";
import { chooseDefaultModel } from "@/lib/models/default-models";
import { loadModelDesk } from "@/lib/models/load-model-desk.server";
import { listKnownModels, listUsableModels } from "@/lib/models/offered-models";
import { isUsable, toModelAdminView, toModelView } from "@/lib/models/to-model-view";
import type { ModelAdminView, ModelView } from "@/lib/models/views";
import type { Runtime } from "@/lib/platform/runtime.server";

type World = Pick<Runtime, "config" | "clock" | "log" | "database">;

/** What a signed-in person can choose from, and what a new chat starts with. */
export type ModelChoice = { models: ModelView[]; defaultModel: string };

/** The models that a signed-in person can use now, in the order of the picker. */
export async function listModelsForActor(world: World, _actor: Pick<Actor, "id">): Promise<ModelChoice> {
  const [desk, offered] = await Promise.all([loadModelDesk(world), listOfferedModels(world)]);
  const usable = listUsableModels(desk.overrides, offered, world.clock.now()).filter(isUsable);
  const preferred = chooseDefaultModel(world.config, desk);
  const isThere = usable.some(({ id }) => id === preferred);
  return { models: usable.map(toModelView), defaultModel: isThere ? preferred : (usable[0]?.id ?? preferred) };
}

/** Every model that an administrator can decide about. Throws `forbidden`. */
export async function listModelsForAdmin(world: World, actor: Pick<Actor, "id" | "role">): Promise<ModelAdminView[]> {
  requireCan(actor, "manage", "models");
  const [desk, offered] = await Promise.all([loadModelDesk(world), listOfferedModels(world)]);
  return listKnownModels(desk.overrides, offered, world.clock.now()).map(({ model, isOffered }) =>
    toModelAdminView(model, { isOffered }),
  );
}
