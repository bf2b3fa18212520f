import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LiveAnswer } from "@/components/chat/live-answer";
import { ThreadStore } from "@/components/chat/thread-store";
import type { StreamEvent, TurnEnded } from "@/lib/chat/stream-events";
import type { MessageView, ThreadView } from "@/lib/conversations/views";

const CHAT = "01900000-0000-7000-8000-000000000001";
const STARTED: StreamEvent = {
  type: "data-turn",
  id: "turn",
  data: { turnId: "turn", conversationId: CHAT, questionId: "q1", answerId: "a1", model: "gpt" },
};
const COMPLETE: TurnEnded = { state: "complete", finishReason: "stop", failure: null, receipt: null };
const ENDED: StreamEvent = { type: "data-end", id: "turn", data: COMPLETE };
const words = (delta: string): StreamEvent => ({ type: "text-delta", id: "a1", delta });

function message(
  id: string,
  role: MessageView["role"],
  text: string,
  state: MessageView["state"] = "complete",
): MessageView {
  return {
    id,
    parentId: "root",
    role,
    state,
    text,
    createdAt: "2026-01-01T00:00:00.000Z",
    finishReason: null,
    failure: null,
    receipt: null,
  };
}

function thread(messages: MessageView[], runningTurn: ThreadView["runningTurn"] = null): ThreadView {
  const meter = {
    windowTokens: 1,
    instructionsTokens: 0,
    summaryTokens: 0,
    historyTokens: 0,
    reservedOutputTokens: 0,
    highWaterTokens: 1,
  };
  return {
    id: CHAT,
    title: "Title",
    model: "gpt",
    parameters: {},
    instructions: "",
    leafId: null,
    messages,
    hasOlder: false,
    summary: null,
    meter,
    runningTurn,
  };
}

/** A stream of events; `breaks`: the connection goes before the end. */
function stream(events: readonly StreamEvent[], breaks = false): Response {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  let isRead = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!isRead) controller.enqueue(new TextEncoder().encode(text));
      else if (breaks) controller.error(new TypeError("network error"));
      else controller.close();
      isRead = true;
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

function refuse(status: number, code: string): Response {
  return Response.json({ error: { code, message: `refused: ${code}` } }, { status });
}

type Answering = (body: unknown) => Response | Error;

/** A store whose server answers by a script: the answers of a route in turn, the last one again and again. */
function build(routes: Record<string, Answering[]>, from: ThreadView | null = null) {
  const calls: { route: string; body: unknown }[] = [];
  let ids = 0;
  const store = new ThreadStore(CHAT, from, {
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    wait: () => Promise.resolve(),
    requestFrame: (run) => run(),
    fetch: async (path, init) => {
      const route = `${init?.method ?? "GET"} ${String(path).replace(CHAT, "*")}`;
      const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : null;
      calls.push({ route, body });
      const answers = routes[route];
      const answer = answers && (answers.length > 1 ? answers.shift() : answers[0]);
      const outcome = answer?.(body) ?? new Response(null, { status: 204 });
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  });
  return { store, calls };
}

function until(store: ThreadStore, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (isSo()) resolve();
    };
    store.subscribe(look);
    look();
  });
}
const isIdle = (store: ThreadStore) => () => store.getState().phase === "idle";
const texts = (store: ThreadStore) => store.getState().messages.map(({ id, text }) => `${id}: ${text}`);

describe("ThreadStore", () => {
  test("shows the question at once and the answer under the names that the server gives", async () => {
    const { store } = build({ "POST /api/chat": [() => stream([STARTED, words("Hel"), words("lo"), ENDED])] });
    const asked = store.ask("Hi?");
    expect(texts(store)).toEqual(["question-id-1: Hi?", "answer-id-1: "]);
    expect(await asked).toEqual({ taken: true });
    await until(store, isIdle(store));
    expect(texts(store)).toEqual(["q1: Hi?", "a1: Hello"]);
    expect(store.getState().messages.map(({ state }) => state)).toEqual(["complete", "complete"]);
  });

  test("shows each character once when the connection breaks in the middle (F15)", async () => {
    const { store } = build({
      "POST /api/chat": [() => stream([STARTED, words("One two "), words("thr")], true)],
      "GET /api/chat/*/stream": [
        () => stream([STARTED, words("One t"), words("wo three")], true),
        () => stream([STARTED, words("One two three four"), ENDED]),
      ],
    });
    await store.ask("Count.");
    await until(store, isIdle(store));
    expect(texts(store)).toEqual(["q1: Count.", "a1: One two three four"]);
  });

  test("rejoins the answer that is being written when the page is opened", async () => {
    const opened = thread([message("q1", "user", "Count."), message("a1", "assistant", "One t", "running")], {
      turnId: "turn",
      answerId: "a1",
    });
    const { store } = build({ "GET /api/chat/*/stream": [() => stream([STARTED, words("One two"), ENDED])] }, opened);
    store.adopt(opened);
    expect(store.getState().live?.answer.text).toBe("One t");
    await until(store, isIdle(store));
    expect(texts(store)).toEqual(["q1: Count.", "a1: One two"]);
  });

  test("asks how it ended when nothing runs any more", async () => {
    const opened = thread([message("q1", "user", "Count."), message("a1", "assistant", "One", "running")], {
      turnId: "turn",
      answerId: "a1",
    });
    const ended = thread([message("q1", "user", "Count."), message("a1", "assistant", "One two")]);
    const { store } = build({ "GET /api/conversations/*": [() => Response.json(ended)] }, opened);
    store.adopt(opened);
    await until(
      store,
      () => store.getState().phase === "idle" && store.getState().messages.at(-1)?.state === "complete",
    );
    expect(texts(store)).toEqual(["q1: Count.", "a1: One two"]);
  });

  test("takes the question back when the session has expired, and loses nothing", async () => {
    const { store } = build({ "POST /api/chat": [() => refuse(401, "unauthenticated")] });
    expect(await store.ask("Hi?")).toMatchObject({ taken: false, refusal: { code: "unauthenticated" } });
    expect(store.getState()).toMatchObject({ messages: [], phase: "idle", isNew: true });
  });

  test("sends a question that may have been lost again under the same id (F18)", async () => {
    const { store, calls } = build({
      "POST /api/chat": [() => new TypeError("Failed to fetch"), () => stream([STARTED, words("Hi"), ENDED])],
    });
    await store.ask("Hi?");
    await until(store, isIdle(store));
    const ids = calls.filter(({ route }) => route === "POST /api/chat").map(({ body }) => (body as { id: string }).id); // as it was sent
    expect(ids).toEqual(["id-1", "id-1"]);
    expect(texts(store)).toEqual(["q1: Hi?", "a1: Hi"]);
  });

  test("keeps the id for the person's own second try when no try arrived", async () => {
    const { store, calls } = build({ "POST /api/chat": [() => new TypeError("Failed to fetch")] });
    expect(await store.ask("Hi?")).toMatchObject({ taken: false, refusal: { code: "unreachable" } });
    await store.ask("Hi?");
    expect(new Set(calls.map(({ body }) => (body as { id: string }).id))).toEqual(new Set(["id-1"])); // as it was sent
  });

  test("shows what the other tab asked when the conversation is busy (F19)", async () => {
    const other = thread([message("q9", "user", "From the other tab")], null);
    const { store } = build(
      {
        "POST /api/chat": [() => refuse(409, "conversation-busy")],
        "GET /api/conversations/*": [() => Response.json(other)],
      },
      thread([]),
    );
    await store.ask("Mine");
    await until(store, () => store.getState().messages.length > 0);
    expect(texts(store)).toEqual(["q9: From the other tab"]);
  });

  test("asks the server to stop once the turn is known there (F16)", async () => {
    const { store, calls } = build({
      "POST /api/chat": [() => stream([STARTED, words("On"), { ...ENDED, data: { ...COMPLETE, state: "stopped" } }])],
      "DELETE /api/chat/*/stream": [() => Response.json({ stopped: true })],
    });
    const asked = store.ask("Hi?");
    await store.stop();
    await asked;
    await until(store, isIdle(store));
    expect(calls.filter(({ route }) => route.startsWith("DELETE"))).toHaveLength(1);
    expect(store.getState().messages.at(-1)).toMatchObject({ state: "stopped", text: "On" });
  });

  test("sends one turn when the person presses twice", async () => {
    const { store, calls } = build({ "POST /api/chat": [() => stream([STARTED, ENDED])] });
    await Promise.all([store.ask("Hi?"), store.ask("Hi?")]);
    expect(calls.filter(({ route }) => route === "POST /api/chat")).toHaveLength(1);
  });

  test("answers the question again, not the continuation of its answer", async () => {
    const messages = [
      message("q1", "user", "Hi?"),
      message("a1", "assistant", "He", "stopped"),
      message("a2", "assistant", "llo", "stopped"),
    ];
    const { store, calls } = build({ "POST /api/chat": [() => stream([STARTED, ENDED])] }, thread(messages));
    await store.retry("a2");
    expect(calls[0]?.body).toMatchObject({ kind: "retry", questionId: "q1" });
    expect(store.getState().messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
  });

  test("draws nothing again that has not changed", () => {
    const { store } = build({}, thread([message("q1", "user", "Hi?"), message("a1", "assistant", "Hello")]));
    const before = store.getState().messages;
    store.adopt(thread([message("q1", "user", "Hi?"), message("a1", "assistant", "Hello")]));
    expect(store.getState().messages).toBe(before);
  });
});

describe("LiveAnswer", () => {
  test("has the server's text after any number of breaks, however the replays are cut", () => {
    const text = "The quick brown 👩‍👩‍👧 fox\n\njumps **over** it.";
    const cuts = fc.array(fc.nat(text.length), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(text.length), cuts), { maxLength: 5 }), cuts, (breaks, lastCuts) => {
        const live = new LiveAnswer("", (run) => run());
        for (const [length, at] of [...breaks, [text.length, lastCuts] as const]) {
          live.expectReplay();
          const ends = [...at.filter((cut) => cut < length).toSorted((a, b) => a - b), length];
          for (const [index, end] of ends.entries()) live.receive(text.slice(index === 0 ? 0 : ends[index - 1], end));
          live.flush();
        }
        expect(live.text).toBe(text);
      }),
    );
  });

  test("takes the server's word where it differs from what was shown", () => {
    const live = new LiveAnswer("One twa", (run) => run());
    live.expectReplay();
    live.receive("One ");
    live.receive("two");
    live.flush();
    expect(live.text).toBe("One two");
  });
});
