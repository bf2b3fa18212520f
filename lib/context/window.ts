/** What the window of a model is divided into, in tokens by the provider's count. */
export type Window = {
  /** The most that a prompt may have. */
  promptMax: number;
  /** A prompt above it makes the next compaction due. */
  highWater: number;
  /** What a compaction leaves. */
  lowWater: number;
};

/** More history than this costs more than it helps, however large the window of the model is. */
const HIGH_WATER_MAX = 48_000;
const SHARE_OF_WINDOW = 0.6;
/** Few, large steps: between two of them the prompt only grows, so that the provider's prompt cache hits. */
const LOW_TO_HIGH = 0.3;

/** Divides a context window of `windowTokens`, of which `outputTokens` are set aside for the answer. */
export function divideWindow(windowTokens: number, outputTokens: number): Window {
  const promptMax = Math.max(0, windowTokens - outputTokens);
  const highWater = Math.floor(Math.min(promptMax * SHARE_OF_WINDOW, HIGH_WATER_MAX));
  return { promptMax, highWater, lowWater: Math.floor(highWater * LOW_TO_HIGH) };
}
