import { expect, test } from "vitest";
import { streamChat } from "@/lib/inference/stream-chat.server";
import { findModel } from "@/lib/models/catalogue";
import { startDemoModel } from "../../../scripts/demo-model";
import { silentLog } from "../../support/silent-log";

test("the demo model answers through the real door, at a human pace, with real usage", async () => {
  const model = findModel("gpt-6-sol", []);
  if (!model) throw new Error("no model");
  const demo = await startDemoModel();
  try {
    const openai = {
      apiKey: "demo",
      baseUrl: demo.baseUrl,
      isDemo: true,
      outputLimitParameter: "max_completion_tokens",
    };
    const runtime = {
      config: { openai } as Parameters<typeof streamChat>[0]["config"],
      clock: { now: () => new Date() },
      log: silentLog,
    }; // the door reads nothing else
    const call = {
      kind: "answer",
      model,
      messages: [{ role: "user" as const, content: "Compare cats and dogs" }],
      parameters: {},
      maxOutputTokens: 60,
      promptTokens: 11,
      promptCacheKey: "c",
      safetyIdentifier: "p",
    };
    const pieces: string[] = [];
    const end = await streamChat(runtime, call, {
      stop: new AbortController().signal,
      onEvent: (event) => void (event.type === "text" && pieces.push(event.text)),
    });
    expect(end).toMatchObject({
      outcome: "completed",
      finishReason: "length",
      basis: "reported",
      usage: { promptTokens: 11 },
    });
    expect(pieces.length).toBeGreaterThan(20);
    expect(end.firstTokenMs).toBeGreaterThan(200);
    expect(end.firstTokenMs).toBeLessThan(2_000);
  } finally {
    await demo.close();
  }
});
