import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/accounts/actor";
import { requireCan } from "@/lib/accounts/policy";
import { parseUsd } from "@/lib/core/money";
import { findModel, type ModelOverride } from "@/lib/models/catalogue";
import { loadModelDesk } from "@/lib/models/load-model-desk.server";
import { toModelAdminView } from "@/lib/models/to-model-view";
import type { ModelAdminView } from "@/lib/models/views";
import type { Runtime } from "@/lib/platform/runtime.server";

/** Ten thousand dollars for a million tokens: more is a typing error. */
const PRICE_MAX = parseUsd("10000") ?? 0n;

const price = z
  .string()
  .max(40)
  .refine((text) => parseUsd(text) !== null, 'must be an amount in dollars like "0.15", with at most nine decimals')
  .refine((text) => (parseUsd(text) ?? 0n) >= 0n, "must not be negative")
  .refine((text) => (parseUsd(text) ?? 0n) <= PRICE_MAX, "must not be more than $10,000")
  .nullable()
  .optional();

/** The body of `PUT /api/admin/models`. Absent: as it was. Null: what the price table says. */
export const modelSettingChange = z.strictObject({
  modelId: z
    .string()
    .min(1, "must not be empty")
    .max(200, "must not be longer than 200 characters")
    .regex(/^[\x21-\x7e]+$/, "must be a model's name without spaces"),
  isEnabled: z.boolean().optional(),
  inputPerMillionUsd: price,
  cachedInputPerMillionUsd: price,
  cacheWritePerMillionUsd: price,
  outputPerMillionUsd: price,
  contextWindow: z
    .int()
    .min(1_024, "must be at least 1,024 tokens")
    .max(100_000_000, "must be at most 100,000,000 tokens")
    .nullable()
    .optional(),
});

/** Keeps an administrator's decision about a model; it counts from the next turn on. Throws `forbidden`. */
export async function saveModelSetting(
  { database, clock }: Pick<Runtime, "database" | "clock">,
  actor: Pick<Actor, "id" | "role">,
  { modelId, ...change }: z.infer<typeof modelSettingChange>,
): Promise<ModelAdminView> {
  requireCan(actor, "manage", "models");
  const setting = toSetting(change);
  await database.prisma.modelSetting.upsert({ where: { modelId }, create: { modelId, ...setting }, update: setting });
  const { overrides } = await loadModelDesk({ database });
  const model = findModel(modelId, overrides, clock.now());
  if (!model) throw new Error("the setting that was saved cannot be found");
  return toModelAdminView(model, { isOffered: true });
}

function toSetting(
  change: Omit<z.infer<typeof modelSettingChange>, "modelId">,
): Partial<Omit<ModelOverride, "modelId">> {
  const amount = (text: string | null) => (text === null ? null : parseUsd(text));
  return {
    ...(change.isEnabled !== undefined && { isEnabled: change.isEnabled }),
    ...(change.inputPerMillionUsd !== undefined && { inputPrice: amount(change.inputPerMillionUsd) }),
    ...(change.cachedInputPerMillionUsd !== undefined && { cachedInputPrice: amount(change.cachedInputPerMillionUsd) }),
    ...(change.cacheWritePerMillionUsd !== undefined && { cacheWritePrice: amount(change.cacheWritePerMillionUsd) }),
    ...(change.outputPerMillionUsd !== undefined && { outputPrice: amount(change.outputPerMillionUsd) }),
    ...(change.contextWindow !== undefined && { contextWindow: change.contextWindow }),
  };
}
