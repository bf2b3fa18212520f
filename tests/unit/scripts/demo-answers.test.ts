import { describe, expect, test } from "vitest";
import { CONTINUE_INSTRUCTIONS, SUMMARY_INSTRUCTIONS } from "@/lib/context/prompts";
import { TITLE_INSTRUCTIONS } from "@/lib/conversations/name-conversation.server";
import { cleanTitle } from "@/lib/conversations/title";
import { toDemoAnswer } from "../../../scripts/demo-answers";

const user = (text: string) => ({ role: "user", text });
const system = (text: string) => ({ role: "system", text });

describe("the demo model", () => {
  test("takes up the question, says what it is and how to get real answers", () => {
    const answer = toDemoAnswer([
      system("You are helpful."),
      user("How do I bake bread?"),
      system("Today is 2026-11-23."),
    ]);
    expect(answer).toContain("“How do I bake bread?”");
    expect(answer).toContain("demo model");
    expect(answer).toContain("OPENAI_API_KEY");
  });

  test.each([
    ["Write a function in Python", "```ts"],
    ["Compare tea and coffee", "|---|"],
    ["Which formula is it?", "$$"],
  ])("%j is answered with %j", (question, part) => expect(toDemoAnswer([user(question)])).toContain(part));

  test.each(["", " ", "`code` *and* [x](javascript:alert(1)) <b>", "?".repeat(100_000), "<|endoftext|>", "中文"])(
    "answers to anything: %j",
    (question) => {
      const answer = toDemoAnswer([user(question)]);
      expect(answer.length).toBeGreaterThan(200);
      expect(answer.length).toBeLessThan(3_000);
      expect(answer).not.toContain("](javascript:");
    },
  );

  test("writes a title as the product asks for one", () => {
    const title = toDemoAnswer([system(TITLE_INSTRUCTIONS), user("how do I bake *good* bread at home today?")]);
    expect(title).toBe("How do I bake good");
    expect(cleanTitle(title)).toBe(title);
  });

  test("writes a summary as the product asks for one, shorter than what it summarises", () => {
    const transcript = Array.from(
      { length: 40 },
      (_, index) => `User: sentence number ${index} about bread and its many kinds of flour`,
    ).join("\n");
    const summary = toDemoAnswer([system(SUMMARY_INSTRUCTIONS), user(transcript)]);
    expect(summary).toContain("sentence number 0");
    expect(summary.length).toBeLessThan(transcript.length / 2);
  });

  test("goes on where an answer was cut", () => {
    expect(
      toDemoAnswer([user("Hi"), { role: "assistant", text: "Hello and" }, system(CONTINUE_INSTRUCTIONS)]),
    ).toContain("the rest");
  });
});
