import type { Calibration } from "@/lib/models/calibration";
import type { ModelOverride } from "@/lib/models/catalogue";

/** What this installation decided and learnt about models: read once per turn, together with everything else. */
export type ModelDesk = {
  defaultModel: string | null;
  smallModel: string | null;
  overrides: readonly ModelOverride[];
  /** By model id. */
  calibrations: Readonly<Record<string, Calibration>>;
};
