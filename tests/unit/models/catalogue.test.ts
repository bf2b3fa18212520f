import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findModel, listModels, type ModelOverride } from "@/lib/models/catalogue";
import { FAMILIES } from "@/lib/models/families";
import { PRICE_TABLE_VERSION } from "@/lib/models/price-table";

const TODAY = new Date("2026-11-23T12:00:00Z");
const override = (some: Partial<ModelOverride>): ModelOverride => ({
  modelId: "local/llama",
  isEnabled: true,
  inputPrice: null,
  cachedInputPrice: null,
  cacheWritePrice: null,
  outputPrice: null,
  contextWindow: null,
  ...some,
});
const priceOf = (id: string, overrides: ModelOverride[] = [], today = TODAY) => {
  const price = findModel(id, overrides, today)?.price;
  return (
    price &&
    [price.inputPerMillion, price.cachedInputPerMillion, price.cacheWritePerMillion, price.outputPerMillion].map(
      (nano) => Number(nano) / 1e9,
    )
  );
};

describe("the price table", () => {
  test.each([
    ["gpt-4o", [2.5, 1.25, 2.5, 10]],
    ["gpt-4o-2024-11-20", [2.5, 1.25, 2.5, 10]],
    ["gpt-4o-2024-05-13", [5, 5, 5, 15]],
    ["gpt-4o-mini", [0.15, 0.075, 0.15, 0.6]],
    ["gpt-3.5-turbo", [0.5, 0.5, 0.5, 1.5]],
    ["gpt-3.5-turbo-0125", [0.5, 0.5, 0.5, 1.5]],
    ["o1", [15, 7.5, 15, 60]],
    ["o3", [2, 0.5, 2, 8]],
    ["gpt-5.1", [1.25, 0.125, 1.25, 10]],
    ["gpt-5.6-sol", [4, 0.4, 5, 20]],
    ["gpt-5.6-terra", [2, 0.2, 2.5, 12]],
    ["gpt-6-astra", [10, 1, 12.5, 50]],
    ["gpt-6-luna", [0.1, 0.01, 0.125, 0.5]],
    ["ft:gpt-4o-2024-08-06:acme::abc123", [3.75, 3.75, 3.75, 15]],
    ["ft:gpt-4o-mini-2024-07-18:acme:support:abc123", [0.3, 0.3, 0.3, 1.2]],
    ["ft:gpt-3.5-turbo-0125:acme::abc123", [3, 3, 3, 6]],
  ])("%s costs %j dollars per million: input, cached, written to the cache, output", (id, dollars) => {
    expect(priceOf(id)).toEqual(dollars);
  });

  test("a price that changes on a known date is the one of the day", () => {
    expect(priceOf("gpt-5.6-sol", [], new Date("2026-08-20T23:59:59Z"))).toEqual([5, 0.5, 6.25, 30]);
    expect(priceOf("gpt-5.6-sol", [], new Date("2026-08-21T00:00:00Z"))).toEqual([4, 0.4, 5, 20]);
  });

  test("every model of the catalogue has a price and a window, with dearer input than cached input", () => {
    for (const model of listModels([], TODAY)) {
      expect(model, model.id).toMatchObject({ priceSource: "table", price: { version: PRICE_TABLE_VERSION } });
      expect(model.price?.cachedInputPerMillion, model.id).toBeLessThanOrEqual(model.price?.inputPerMillion ?? 0n);
      expect(model.maxOutputTokens).toBeLessThanOrEqual(model.contextWindow);
    }
  });

  test("the version in the ledger is the installed package's", () => {
    const manifest = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../../node_modules/@pydantic/genai-prices/package.json"), "utf8"),
    );
    expect(PRICE_TABLE_VERSION).toBe(`genai-prices ${manifest.version}`);
  });
});

describe("findModel", () => {
  test.each([
    "",
    "GPT-4o",
    "gpt-4o ",
    "no-such-model",
    "text-embedding-3-small",
    "whisper-1",
    "omni-moderation-latest",
    "gpt-image-2",
    "__proto__",
    "ft:",
    "a".repeat(10_000),
  ])("knows no chat model %j", (id) => expect(findModel(id, [], TODAY)).toBeNull());

  test("a fine-tuned model has the abilities of its base and its own price or none", () => {
    expect(findModel("ft:o4-mini-2025-04-16:acme::abc123", [], TODAY)).toMatchObject({
      isReasoning: true,
      price: null,
      priceSource: "none",
      isTokenizerKnown: true,
    });
  });

  test("the window ends where a dearer price would begin", () => {
    expect(findModel("gpt-5.5", [], TODAY)?.contextWindow).toBe(271_999);
    expect(findModel("gpt-6-luna", [], TODAY)?.contextWindow).toBe(272_000);
    expect(findModel("gpt-4o", [], TODAY)?.contextWindow).toBe(128_000);
  });

  test("old models are counted with their own encoding", () => {
    expect(findModel("gpt-3.5-turbo", [], TODAY)?.encoding).toBe("cl100k_base");
    expect(findModel("gpt-6-sol", [], TODAY)?.encoding).toBe("o200k_base");
  });

  test.each([
    ["gpt-4o", "2027-01-14"],
    ["gpt-4o-mini", "2027-01-14"],
    ["o1", "2026-10-23"],
    ["gpt-3.5-turbo", "2026-10-23"],
    ["ft:gpt-4o-2024-08-06:acme::abc123", "2027-01-14"],
  ])("%s is switched off on %s and has a replacement that is in the catalogue", (id, date) => {
    const model = findModel(id, [], TODAY);
    expect(model?.shutdownDate).toBe(date);
    expect(findModel(model?.replacement ?? "", [], TODAY)?.shutdownDate).toBeNull();
  });
});

describe("an administrator's setting", () => {
  test("wins over the table, price by price", () => {
    const overrides = [override({ modelId: "gpt-4o", outputPrice: 9_000_000_000n, cachedInputPrice: 0n })];
    expect(priceOf("gpt-4o", overrides)).toEqual([2.5, 0, 2.5, 9]);
    expect(findModel("gpt-4o", overrides, TODAY)).toMatchObject({
      priceSource: "override",
      price: { version: "administrator" },
    });
  });

  test("an input price alone is the price of every input", () => {
    expect(priceOf("gpt-5.6-sol", [override({ modelId: "gpt-5.6-sol", inputPrice: 1_000_000_000n })])).toEqual([
      1, 1, 1, 20,
    ]);
  });

  test("zero is a price", () => {
    const overrides = [override({ inputPrice: 0n, outputPrice: 0n })];
    expect(priceOf("local/llama", overrides)).toEqual([0, 0, 0, 0]);
    expect(findModel("local/llama", overrides, TODAY)).toMatchObject({
      contextWindow: 8_192,
      isTokenizerKnown: false,
      isEnabled: true,
    });
  });

  test("a model of one's own without both prices has none", () => {
    expect(findModel("local/llama", [override({ inputPrice: 1n })], TODAY)).toMatchObject({
      price: null,
      priceSource: "none",
    });
  });

  test("a negative price is none", () => {
    expect(priceOf("gpt-4o", [override({ modelId: "gpt-4o", inputPrice: -1n })])).toBeNull();
  });

  test("switches a model off, and sets its window", () => {
    const overrides = [override({ modelId: "gpt-4o", isEnabled: false, contextWindow: 8_000 })];
    expect(findModel("gpt-4o", overrides, TODAY)).toMatchObject({
      isEnabled: false,
      contextWindow: 8_000,
      maxOutputTokens: 8_000,
      priceSource: "table",
    });
  });

  test("adds its models to the list, once", () => {
    const ids = listModels([override({}), override({ modelId: "gpt-4o" })], TODAY).map(({ id }) => id);
    expect(ids).toEqual([...FAMILIES.map(({ id }) => id), "local/llama"]);
  });
});
