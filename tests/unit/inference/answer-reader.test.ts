import { describe, expect, test } from "vitest";
import { createAnswerReader } from "@/lib/inference/answer-reader";

const USAGE = {
  prompt_tokens: 12,
  completion_tokens: 3,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 4 },
};
const chunk = (delta: unknown, more: object = {}) => ({
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});
const say = (content: string) => chunk({ content });
const finish = (reason: string) => chunk({}, { finish_reason: reason });
const usage = (report: unknown) => ({ object: "chat.completion.chunk", choices: [], usage: report });
const DONE = "[DONE]";

const toBody = (events: readonly unknown[]) =>
  events.map((event) => `data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`).join("");

/** What a reader makes of a body, in reads of `size` bytes. Tokens are words here. */
function read(body: string, { size = 64, maxOutputTokens = 1_000, isOnePiece = false } = {}) {
  const words: string[] = [];
  const refusals: string[] = [];
  const reader = createAnswerReader(
    { promptTokens: 10, maxOutputTokens },
    {
      isOnePiece,
      count: (text) => text.match(/\S+/g)?.length ?? 0,
      onWords: ({ type, text }) => (type === "text" ? words : refusals).push(text),
    },
  );
  const bytes = Buffer.from(body);
  let wantsMore = true;
  for (let start = 0; start < bytes.length && wantsMore; start += size)
    wantsMore = reader.push(bytes.subarray(start, start + size));
  if (wantsMore) reader.end();
  return { text: words.join(""), refusal: refusals.join(""), ...reader.ending(), ...reader.bill() };
}
const readEvents = (...events: unknown[]) => read(toBody(events));

describe("an answer as it should be", () => {
  test("is relayed, completed and paid for as reported", () => {
    expect(
      readEvents(
        chunk({ role: "assistant", content: "" }),
        say("Hello, "),
        say("world"),
        finish("stop"),
        usage(USAGE),
        DONE,
      ),
    ).toMatchObject({
      text: "Hello, world",
      outcome: "completed",
      finishReason: "stop",
      basis: "reported",
      usage: { promptTokens: 12, cachedTokens: 4, cacheWriteTokens: 0, completionTokens: 3, reasoningTokens: 0 },
    });
  });

  test.each(["length", "content_filter"])("says that it ended by %s", (reason) => {
    expect(readEvents(say("a"), finish(reason), DONE)).toMatchObject({ outcome: "completed", finishReason: reason });
  });

  test("a refusal is no text", () => {
    expect(
      readEvents(chunk({ refusal: "I cannot " }), chunk({ refusal: "help." }), finish("stop"), DONE),
    ).toMatchObject({
      text: "",
      refusal: "I cannot help.",
      finishReason: "refusal",
    });
  });

  test("in one document, from a server that does not stream", () => {
    const body = JSON.stringify({
      object: "chat.completion",
      choices: [{ index: 0, message: { content: "Hello" }, finish_reason: "stop" }],
      usage: USAGE,
    });
    expect(read(body, { isOnePiece: true })).toMatchObject({
      text: "Hello",
      outcome: "completed",
      finishReason: "stop",
      basis: "reported",
    });
  });
});

describe("F11: odd but legal", () => {
  test.each<[string, unknown[]]>([
    ["no role chunk", [say("ok"), finish("stop"), DONE]],
    ["content null", [chunk({ role: "assistant", content: null }), say("ok"), finish("stop"), DONE]],
    ["delta null or missing", [chunk(null), { choices: [{ index: 0 }] }, say("ok"), finish("stop"), DONE]],
    ["no choices in the middle", [usage(null), say("ok"), { choices: [] }, finish("stop"), DONE]],
    ["choices null", [{ choices: null }, say("ok"), finish("stop"), DONE]],
    ["a second choice", [say("ok"), { choices: [{ index: 1, delta: { content: "no" } }] }, finish("stop"), DONE]],
    ["a second finish", [say("ok"), finish("stop"), finish("length"), DONE]],
    ["an unknown finish", [say("ok"), finish("eos_token"), DONE]],
    ["no finish, but an end", [say("ok"), DONE]],
    ["a finish, but no end", [say("ok"), finish("stop")]],
    ["unknown fields and values", [{ ...say("ok"), foo: [1] }, 42, "null", ["x"], finish("stop"), DONE]],
    ["error null", [{ ...say("ok"), error: null }, finish("stop"), DONE]],
    ["more after the end", [say("ok"), finish("stop"), DONE, say("no"), { error: { code: "x" } }]],
  ])("%s", (_, events) => {
    expect(read(toBody(events))).toMatchObject({ text: "ok", outcome: "completed", finishReason: "stop" });
  });

  test("an event of an unknown name is passed over", () => {
    const body = `event: ping\ndata: not json\n\n${toBody([say("ok"), finish("stop"), DONE])}`;
    expect(read(body)).toMatchObject({ text: "ok", outcome: "completed" });
  });

  test("a character whose halves come in two chunks is relayed whole", () => {
    const pieces: string[] = [];
    const reader = createAnswerReader(
      { promptTokens: 10, maxOutputTokens: 100 },
      { count: (text) => text.length, onWords: ({ text }) => pieces.push(text) },
    );
    reader.push(Buffer.from(toBody([say("a\ud83d"), say("\ude00"), say("\ud83d"), finish("stop"), DONE])));
    expect(pieces).toEqual(["a", "😀"]);
  });

  test("every cut of the network gives the same answer", () => {
    const body = toBody([
      chunk({ role: "assistant" }),
      say("Grüße 👩‍👩‍👧 "),
      say("中文"),
      finish("stop"),
      usage(USAGE),
      DONE,
    ]).replaceAll("\n", "\r\n");
    const whole = read(body, { size: body.length * 4 });
    expect(whole.text).toBe("Grüße 👩‍👩‍👧 中文");
    for (let size = 1; size < 80; size += 1) expect(read(body, { size })).toEqual(whole);
  });
});

describe("what is no answer", () => {
  test.each<[string, string, string, string]>([
    ["a page", "<html><body>Sign in to the wireless network</body></html>", "", "provider-broken-answer"],
    ["events that are no JSON", "data: {oops\n\n", "", "provider-broken-answer"],
    ["garbage after words", `${toBody([say("kept")])}data: {"choices":[{"del\n\n`, "kept", "provider-broken-answer"],
    ["a cut in the middle of JSON", `${toBody([say("kept")])}data: {"choices":[{"del`, "kept", "provider-down"],
    ["a cut after words", toBody([say("kept")]), "kept", "provider-down"],
    ["an end without an answer", toBody([DONE]), "", "provider-broken-answer"],
    ["no bytes", "", "", "provider-down"],
    ["comments alone", ": keep-alive\n\n", "", "provider-broken-answer"],
    [
      "an error after words",
      toBody([say("kept"), { error: { message: "x", type: "server_error", code: null } }]),
      "kept",
      "provider-down",
    ],
    [
      "an error that says busy",
      toBody([{ error: { type: "rate_limit_error", code: "rate_limit_exceeded" } }]),
      "",
      "provider-busy",
    ],
    [
      "an error that says no money",
      toBody([{ error: { type: "insufficient_quota", code: "insufficient_quota" } }]),
      "",
      "provider-quota-exhausted",
    ],
    ["an error that is a sentence", toBody([{ error: "went wrong" }]), "", "provider-down"],
    ["an event of ten megabytes", `data: ${"x".repeat(10_000_000)}`, "", "provider-broken-answer"],
  ])("%s", (_, body, text, failure) => {
    expect(read(body, { size: 65_536 })).toMatchObject({ text, outcome: "failed", failure });
  });
});

describe("the bill", () => {
  test("without a report is our count of the prompt and of what arrived", () => {
    expect(readEvents(say("one two "), say("three"), finish("stop"), DONE)).toMatchObject({
      basis: "estimated",
      usage: { promptTokens: 10, cachedTokens: 0, completionTokens: 3, reasoningTokens: 0 },
      isReportRefused: false,
    });
  });

  test("of a cut answer is what arrived", () => {
    expect(read(toBody([say("one two ")]))).toMatchObject({
      outcome: "failed",
      usage: { promptTokens: 10, completionTokens: 2 },
    });
  });

  test.each<[string, string]>([
    ["no body", ""],
    ["an error before the first chunk", toBody([{ error: { code: "server_error" } }])],
    ["garbage before the first chunk", "data: {oops\n\n"],
    ["an event beyond all bounds", `data: ${"x".repeat(2_000_000)}`],
  ])("is nothing for %s", (_, body) => expect(read(body, { size: 65_536 }).usage).toBeNull());

  test.each<[string, unknown]>([
    ["negative", { ...USAGE, completion_tokens: -3 }],
    ["a string", { ...USAGE, prompt_tokens: "12" }],
    ["beyond all numbers", { ...USAGE, prompt_tokens: 1e18 }],
    ["null", { ...USAGE, prompt_tokens: null }],
    ["a fraction", { ...USAGE, completion_tokens: 2.5 }],
    ["more cached than sent", { ...USAGE, prompt_tokens_details: { cached_tokens: 13 } }],
    [
      "cached and written more than sent",
      { ...USAGE, prompt_tokens_details: { cached_tokens: 8, cache_write_tokens: 8 } },
    ],
    ["more reasoning than completion", { ...USAGE, completion_tokens_details: { reasoning_tokens: 4 } }],
    ["details that are a list", { ...USAGE, prompt_tokens_details: [4] }],
    ["no prompt", { ...USAGE, prompt_tokens: 0, prompt_tokens_details: {} }],
    ["no completion for three words", { ...USAGE, completion_tokens: 0 }],
    ["a prompt that nobody sent", { ...USAGE, prompt_tokens: 900_000_000 }],
    ["an answer that nobody got", { ...USAGE, completion_tokens: 900_000_000 }],
    ["empty", {}],
  ])("F12: a report that cannot be (%s) is replaced by our count and noticed", (_, report) => {
    expect(readEvents(say("one two three"), finish("stop"), usage(report), DONE)).toMatchObject({
      basis: "estimated",
      usage: { promptTokens: 10, completionTokens: 3 },
      isReportRefused: true,
    });
  });

  test("F12: of two reports the last is taken, once", () => {
    const growing = { ...say("one"), usage: { prompt_tokens: 12, completion_tokens: 1, total_tokens: 13 } };
    expect(readEvents(growing, usage(USAGE), finish("stop"), DONE)).toMatchObject({
      basis: "reported",
      usage: { completionTokens: 3 },
    });
  });

  test("NaN makes the whole event no JSON, and what was read is kept", () => {
    const body = `${toBody([say("one two")])}data: {"choices":[],"usage":{"prompt_tokens":NaN}}\n\n`;
    expect(read(body)).toMatchObject({
      text: "one two",
      outcome: "failed",
      basis: "estimated",
      usage: { completionTokens: 2 },
    });
  });
});

describe("F13: a provider that ignores the cap", () => {
  test("is cut at the cap and a little, and paid for what was seen", () => {
    const words = Array.from({ length: 5_000 }, (_, index) => say(`word${index} `));
    const {
      text,
      usage: billed,
      ...end
    } = read(toBody([...words, finish("stop"), DONE]), { maxOutputTokens: 1_000, size: 512 });
    expect(end).toMatchObject({ outcome: "completed", finishReason: "length", basis: "estimated" });
    expect(billed?.completionTokens).toBeGreaterThanOrEqual(1_000);
    expect(billed?.completionTokens).toBeLessThan(1_200);
    expect(text.trim().split(" ").length).toBe(billed?.completionTokens);
  });
});
