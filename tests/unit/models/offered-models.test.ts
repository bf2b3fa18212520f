import { describe, expect, test } from "vitest";
import type { ModelOverride } from "@/lib/models/catalogue";
import { listKnownModels, listUsableModels, type Offered } from "@/lib/models/offered-models";

const TODAY = new Date("2026-11-23T12:00:00Z");
const offers = (...ids: string[]): Offered => new Map(ids.map((id) => [id, { shutdownDate: null }]));
const setting = (modelId: string, some: Partial<ModelOverride> = {}): ModelOverride => ({
  modelId,
  isEnabled: true,
  inputPrice: 0n,
  cachedInputPrice: null,
  cacheWritePrice: null,
  outputPrice: 0n,
  contextWindow: null,
  ...some,
});
const usable = (overrides: ModelOverride[], offered: Offered) =>
  listUsableModels(overrides, offered, TODAY).map(({ id }) => id);
const known = (overrides: ModelOverride[], offered: Offered) =>
  listKnownModels(overrides, offered, TODAY).map(({ model }) => model.id);

describe("the models that a person can choose", () => {
  test("are those that the provider offers, newest first", () => {
    expect(usable([], offers("gpt-4o", "gpt-6-luna", "gpt-6-sol"))).toEqual(["gpt-6-sol", "gpt-6-luna", "gpt-4o"]);
  });

  test("are all that are not past their end, where the provider cannot be asked", () => {
    const ids = usable([], null);
    expect(ids).toContain("gpt-4o");
    expect(ids).not.toContain("gpt-3.5-turbo");
    expect(ids).not.toContain("o1");
  });

  test("hold fine-tuned models with a known price", () => {
    const fineTuned = "ft:gpt-4o-mini-2024-07-18:acme::abc123";
    expect(usable([], offers("gpt-4o-mini", fineTuned, "ft:o4-mini-2025-04-16:acme::abc123"))).toEqual([
      "gpt-4o-mini",
      fineTuned,
    ]);
  });

  test("hold no model without a price, and none that is switched off", () => {
    expect(usable([setting("gpt-4o", { isEnabled: false })], offers("gpt-4o", "llama3:8b"))).toEqual([]);
  });

  test("hold an administrator's own model, whatever the provider's list says", () => {
    expect(usable([setting("local/llama")], offers("gpt-4o"))).toEqual(["gpt-4o", "local/llama"]);
  });
});

describe("the models that an administrator decides about", () => {
  test("are the catalogue, those with a setting, and what else the provider lists", () => {
    const ids = known(
      [setting("local/llama")],
      offers("llama3:8b", "gpt-4o-2024-08-06", "text-embedding-3-small", "gpt-5-pro", "gpt-4o"),
    );
    expect(ids.slice(-2)).toEqual(["local/llama", "llama3:8b"]);
    expect(ids).toContain("gpt-3.5-turbo");
    expect(ids).not.toContain("gpt-4o-2024-08-06");
  });

  test("a model that only the provider knows has no price", () => {
    const found = listKnownModels([], offers("llama3:8b"), TODAY).find(({ model }) => model.id === "llama3:8b");
    expect(found).toMatchObject({
      isOffered: true,
      model: { price: null, priceSource: "none", isTokenizerKnown: false },
    });
  });

  test("the provider's own date of an end wins over ours", () => {
    const offered: Offered = new Map([["gpt-6-sol", { shutdownDate: "2028-01-01" }]]);
    const found = listKnownModels([], offered, TODAY).find(({ model }) => model.id === "gpt-6-sol");
    expect(found?.model.shutdownDate).toBe("2028-01-01");
  });
});
