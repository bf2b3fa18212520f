import { handle } from "@/lib/http/handle.server";
import { listModelsForActor } from "@/lib/inference/list-models.server";

export const GET = handle({ actor: "required" }, ({ runtime, actor }) => listModelsForActor(runtime, actor));
