import { describe, expect, test } from "vitest";
import { chooseDefaultModel, chooseSmallModel } from "@/lib/models/default-models";
import type { ModelDesk } from "@/lib/models/model-desk";

const desk = (some: Partial<ModelDesk> = {}): ModelDesk => ({
  defaultModel: null,
  smallModel: null,
  overrides: [],
  calibrations: {},
  ...some,
});
const config = (some: { defaultModel?: string; smallModel?: string } = {}) => ({
  defaultModel: null,
  smallModel: null,
  ...some,
});
const setting = {
  modelId: "local/llama",
  isEnabled: true,
  inputPrice: 0n,
  cachedInputPrice: null,
  cacheWritePrice: null,
  outputPrice: 0n,
  contextWindow: null,
};
const off = (modelId: string) => ({ ...setting, modelId, inputPrice: null, outputPrice: null, isEnabled: false });

describe("chooseDefaultModel", () => {
  test("ours, when nobody chose", () => expect(chooseDefaultModel(config(), desk())).toBe("gpt-6-sol"));
  test("the setting's before ours", () =>
    expect(chooseDefaultModel(config({ defaultModel: "gpt-4o" }), desk())).toBe("gpt-4o"));
  test("the organisation's before the setting's", () => {
    expect(chooseDefaultModel(config({ defaultModel: "gpt-4o" }), desk({ defaultModel: "o3" }))).toBe("o3");
  });
  test("a choice that cannot be used is passed over", () => {
    expect(
      chooseDefaultModel(
        config({ defaultModel: "no-such-model" }),
        desk({ defaultModel: "o3", overrides: [off("o3")] }),
      ),
    ).toBe("gpt-6-sol");
  });
  test("an administrator's own model when ours is switched off", () => {
    expect(chooseDefaultModel(config(), desk({ overrides: [off("gpt-6-sol"), setting] }))).toBe("local/llama");
  });
});

describe("chooseSmallModel", () => {
  test("ours, when nobody chose", () => expect(chooseSmallModel(config(), desk())).toBe("gpt-6-luna"));
  test("the organisation's before the setting's", () => {
    expect(chooseSmallModel(config({ smallModel: "gpt-4o-mini" }), desk({ smallModel: "gpt-5.4-nano" }))).toBe(
      "gpt-5.4-nano",
    );
  });
  test("the default model without a small one", () => {
    expect(chooseSmallModel(config(), desk({ overrides: [off("gpt-6-luna")] }))).toBe("gpt-6-sol");
  });
});
