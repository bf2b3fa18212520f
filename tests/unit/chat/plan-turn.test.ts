import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildContext } from "@/lib/chat/build-context";
import { planTurn } from "@/lib/chat/plan-turn";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { ceilingOf } from "@/lib/models/pricing";
import { askRequest, longBranch, modelOverride, openedTurn } from "../../support/turns";

const options = { newId: () => newId(), fallbackModel: "own/model" };
const overrides = [modelOverride()];
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof AppError ? error.code : error;
  }
  return null;
};

describe("planTurn", () => {
  test("a first question hangs below the root and its answer below it", () => {
    const opened = openedTurn({}, overrides);
    const plan = planTurn(askRequest({ text: "Hi" }), opened, options);
    expect(plan.question).toMatchObject({ parentId: opened.conversation.rootId, depth: 1, text: "Hi" });
    expect(plan.answer).toMatchObject({ parentId: plan.question?.id, depth: 2 });
    expect(plan.questionId).toBe(plan.question?.id);
  });

  test("the chosen model comes before the chat's, and the chat's before the default", () => {
    const models = ["a", "b", "c"].map((modelId) => modelOverride({ modelId }));
    const plan = (model: string | undefined, ofChat: string | null) =>
      planTurn(askRequest(model === undefined ? {} : { model }), openedTurn({ model: ofChat }, models), {
        ...options,
        fallbackModel: "c",
      }).model.id;
    expect([plan("a", "b"), plan(undefined, "b"), plan(undefined, null)]).toEqual(["a", "b", "c"]);
  });

  test.each([
    ["unknown", [], "model-unavailable"],
    ["own/model", [modelOverride({ isEnabled: false })], "model-unavailable"],
    ["own/model", [modelOverride({ inputPrice: null, outputPrice: null })], "model-without-price"],
    ["OWN/MODEL", overrides, "model-unavailable"],
  ])("%s is refused when it is unknown, switched off or without a price", (model, settings, code) => {
    expect(refusal(() => planTurn(askRequest({ model }), openedTurn({}, settings), options))).toBe(code);
  });

  test("a model that costs nothing is not a model without a price", () => {
    const free = [modelOverride({ inputPrice: 0n, outputPrice: 0n })];
    expect(planTurn(askRequest(), openedTurn({}, free), options).wantedCost).toBe(0n);
  });

  test("a question longer than the window is refused with what fits", () => {
    const text = "word ".repeat(40_000);
    expect(refusal(() => planTurn(askRequest({ text }), openedTurn({}, overrides), options))).toBe("context-too-long");
  });

  test("only a question can be answered again, and only an answer gone on with", () => {
    const branch = longBranch(1, 10); // ends with an answer
    const retry = { kind: "retry" as const, id: newId(), conversationId: newId(), questionId: branch.anchor.id };
    expect(refusal(() => planTurn(retry, openedTurn(branch, overrides), options))).toBe("invalid-input");
    const goOn = { kind: "continue" as const, id: newId(), conversationId: newId(), answerId: branch.anchor.id };
    expect(planTurn(goOn, openedTurn(branch, overrides), options).answer.parentId).toBe(branch.anchor.id);
  });

  test("the prompt and the answer never exceed the window, whatever the branch", () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 2_000, max: 200_000 }),
        (turns, tokens, contextWindow) => {
          const opened = openedTurn(longBranch(turns, tokens), [modelOverride({ contextWindow })]);
          const plan = planTurn(askRequest({ text: "And now?" }), opened, options);
          expect(plan.promptTokensMax + plan.outputTokensWanted).toBeLessThanOrEqual(contextWindow);
        },
      ),
    );
  });

  test("the ceiling is what the hold is asked for, and the cap never costs more than the hold", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (share) => {
        const plan = planTurn(askRequest(), openedTurn(longBranch(3, 500), overrides), options);
        expect(plan.wantedCost).toBe(ceilingOf(plan.promptTokensMax, plan.outputTokensWanted, plan.price));
        const span = plan.wantedCost - plan.minimumCost;
        const amount = plan.minimumCost + (span * BigInt(share)) / 1_000_000n;
        const { maxOutputTokens } = buildContext(
          plan,
          { id: plan.turnId, amount: amount as typeof plan.wantedCost },
          new Date(),
        );
        expect(ceilingOf(plan.promptTokensMax, maxOutputTokens, plan.price)).toBeLessThanOrEqual(amount);
        expect(maxOutputTokens).toBeGreaterThanOrEqual(plan.outputTokensMinimum);
      }),
    );
  });

  test("a person's limit for the answer caps the hold", () => {
    const plan = planTurn(askRequest({ parameters: { maxOutputTokens: 50 } }), openedTurn({}, overrides), options);
    expect(plan.outputTokensWanted).toBe(50);
    expect(plan.minimumCost).toBe(plan.wantedCost);
  });
});
