/** How the provider counts a prompt compared with us, per model: its count divided by ours, in millionths. */
export type Calibration = { ratioPpm: number; samples: number };

const ONE = 1_000_000;
/** Our tokenizer is the provider's own for its known models; elsewhere it is a guess until usage was reported. */
const MARGIN_UNKNOWN_PPM = 1_300_000;
const MARGIN_PPM = 1_020_000;
const SLACK_TOKENS = 8;
const RATIO_MIN_PPM = 250_000;
const RATIO_MAX_PPM = 8_000_000;
/** Prompts below it say more about framing than about the tokenizer. */
const SAMPLE_TOKENS_MIN = 200;

/** Our count turned into the most that the provider can be expected to count: what holds and windows are computed with. */
export function toUpperBound(ourTokens: number, calibration: Calibration | null, isTokenizerKnown: boolean): number {
  const ratio = Math.max(calibration?.ratioPpm ?? ONE, isTokenizerKnown ? ONE : 0);
  const margin = calibration || isTokenizerKnown ? MARGIN_PPM : MARGIN_UNKNOWN_PPM;
  return Math.ceil((((ourTokens * ratio) / ONE) * margin) / ONE) + SLACK_TOKENS;
}

/** Our count turned into the best guess of the provider's. */
export function toEstimate(ourTokens: number, calibration: Calibration | null): number {
  return Math.round((ourTokens * (calibration?.ratioPpm ?? ONE)) / ONE);
}

/**
 * The calibration after a call of which the provider reported `reported` prompt tokens where we had counted `ours`.
 *
 * A moving average that rises at once and falls slowly: an undercount can overrun a window or a hold, an overcount only wastes room.
 * Null: nothing to learn (a small prompt, an implausible report, or no change worth a write).
 */
export function learnCalibration(known: Calibration | null, ours: number, reported: number): Calibration | null {
  if (ours < SAMPLE_TOKENS_MIN || reported <= 0) return null;
  const observed = Math.round((reported / ours) * ONE);
  if (observed < RATIO_MIN_PPM || observed > RATIO_MAX_PPM) return null;
  if (!known) return { ratioPpm: observed, samples: 1 };
  const weight = observed > known.ratioPpm ? 0.5 : 0.1;
  const ratioPpm = Math.round(known.ratioPpm + (observed - known.ratioPpm) * weight);
  if (Math.abs(ratioPpm - known.ratioPpm) < 2_000) return null;
  return { ratioPpm, samples: known.samples + 1 };
}
