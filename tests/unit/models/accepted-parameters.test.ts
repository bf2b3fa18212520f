import { describe, expect, test } from "vitest";
import { acceptParameters } from "@/lib/models/accepted-parameters";
import { findModel } from "@/lib/models/catalogue";
import type { ModelParameters } from "@/lib/models/parameters";

function accept(id: string, parameters: ModelParameters) {
  const model = findModel(id, []);
  if (!model) throw new Error(`no ${id}`);
  return acceptParameters(model, parameters);
}

describe("acceptParameters", () => {
  test("a model that samples takes temperature, top_p and penalties", () => {
    const parameters = { temperature: 0, topP: 0.5, frequencyPenalty: -2, presencePenalty: 2, maxOutputTokens: 100 };
    expect(accept("gpt-4o", parameters)).toEqual({ accepted: parameters, notes: [] });
  });

  test("a reasoning model takes none of them, and the person is told", () => {
    const { accepted, notes } = accept("o3", { temperature: 1, topP: 1, reasoningEffort: "high" });
    expect(accepted).toEqual({ reasoningEffort: "high" });
    expect(notes).toEqual([
      { parameter: "temperature", reason: "o3 does not take a temperature; it was left out." },
      { parameter: "topP", reason: "o3 does not take a top_p; it was left out." },
    ]);
  });

  test("an effort that the model does not know is left to the model", () => {
    const { accepted, notes } = accept("o1", { reasoningEffort: "none" });
    expect(accepted).toEqual({});
    expect(notes).toHaveLength(1);
  });

  test("a model that does not reason takes no effort", () => {
    expect(accept("gpt-4o", { reasoningEffort: "low" })).toMatchObject({
      accepted: {},
      notes: [{ parameter: "reasoningEffort" }],
    });
  });

  test("the longest answer is lowered to what the model can write", () => {
    const { accepted, notes } = accept("gpt-4o", { maxOutputTokens: 1_000_000 });
    expect(accepted).toEqual({ maxOutputTokens: 16_384 });
    expect(notes[0]?.reason).toContain("16,384");
  });

  test("nothing chosen is nothing sent", () => {
    expect(accept("gpt-6-sol", {})).toEqual({ accepted: {}, notes: [] });
  });
});
