import { expect, test } from "vitest";
import { compactionPays } from "@/lib/context/compaction-pays";
import { toNanoUsd } from "@/lib/core/money";

const price = (input: bigint, cached: bigint, output: bigint) => ({
  inputPerMillion: toNanoUsd(input * 1_000_000n),
  cachedInputPerMillion: toNanoUsd(cached * 1_000_000n),
  cacheWritePerMillion: toNanoUsd(input * 1_000_000n),
  outputPerMillion: toNanoUsd(output * 1_000_000n),
});
const large = price(2_500n, 1_250n, 10_000n);
const small = price(150n, 75n, 600n);

test.each([
  ["a long chat on a dear model", 30_000, 14_000, large, small, true],
  ["next to nothing covered", 800, 14_000, large, small, false],
  ["less covered than a summary is long", 500, 0, large, small, false],
  ["a small model that is dearer than the large one", 30_000, 14_000, small, price(15_000n, 15_000n, 60_000n), false],
  ["little covered, much that would lose its discount", 1_500, 200_000, large, small, false],
  ["models that cost nothing", 30_000, 14_000, price(0n, 0n, 0n), price(0n, 0n, 0n), true],
])("%s", (_, tokensBefore, keptTokens, ofModel, ofSmallModel, pays) => {
  expect(compactionPays({ compaction: { tokensBefore }, keptTokens, price: ofModel, smallPrice: ofSmallModel })).toBe(
    pays,
  );
});
