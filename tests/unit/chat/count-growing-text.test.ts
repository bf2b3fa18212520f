import fc from "fast-check";
import { expect, test } from "vitest";
import { createGrowingCount } from "@/lib/chat/count-growing-text";
import { countTokens } from "@/lib/models/token-count";

test("a growing text is counted within two percent or eight tokens of the whole", () => {
  const words = fc.array(
    fc.constantFrom("the", " quick", " brown", "\n\n", "ß漢字", "`code()`", " 1234.5", "😀", "."),
    { maxLength: 600 },
  );
  fc.assert(
    fc.property(words, (pieces) => {
      const count = createGrowingCount((text) => countTokens(text, "o200k_base"));
      let text = "";
      let counted = 0;
      for (const piece of pieces) {
        text += piece;
        counted = count.update(text);
      }
      const exact = countTokens(text, "o200k_base");
      expect(Math.abs(counted - exact)).toBeLessThanOrEqual(Math.max(8, exact * 0.02));
    }),
    { numRuns: 40 },
  );
});
