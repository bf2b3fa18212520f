import "server-only";
import type { ModelDesk } from "@/lib/models/model-desk";
import type { Runtime } from "@/lib/platform/runtime.server";

/** What this installation decided and learnt about models. */
export async function loadModelDesk({ database }: Pick<Runtime, "database">): Promise<ModelDesk> {
  const [organisation, settings, calibrations] = await Promise.all([
    database.prisma.organisation.findFirst({ select: { defaultModel: true, smallModel: true } }),
    database.prisma.modelSetting.findMany({ omit: { updatedAt: true } }),
    database.prisma.tokenCalibration.findMany({ omit: { updatedAt: true } }),
  ]);
  return {
    defaultModel: organisation?.defaultModel ?? null,
    smallModel: organisation?.smallModel ?? null,
    overrides: settings,
    calibrations: Object.fromEntries(calibrations.map(({ model, ...calibration }) => [model, calibration])),
  };
}
