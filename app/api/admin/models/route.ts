import { handle } from "@/lib/http/handle.server";
import { listModelsForAdmin } from "@/lib/inference/list-models.server";
import { modelSettingChange, saveModelSetting } from "@/lib/models/save-model-setting.server";

export const GET = handle({ actor: "administrator" }, async ({ runtime, actor }) => ({
  models: await listModelsForAdmin(runtime, actor),
}));

export const PUT = handle({ actor: "administrator", body: modelSettingChange }, async ({ runtime, actor, body }) => ({
  model: await saveModelSetting(runtime, actor, body),
}));
