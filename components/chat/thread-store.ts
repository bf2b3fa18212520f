import { LiveAnswer, type RequestFrame, requestBrowserFrame } from "@/components/chat/live-answer";
import { mergeMessages } from "@/components/chat/merge-thread";
import type { Block } from "@/components/markdown/markdown-tree";
import { readEventStream } from "@/lib/chat/read-event-stream";
import type { StreamEvent, TurnEnded, TurnStarted, TurnStatus } from "@/lib/chat/stream-events";
import type { TurnRequest } from "@/lib/chat/turn-request";
import type { MessagePage, MessageView, MeterView, SummaryView, ThreadView } from "@/lib/conversations/views";
import { assertNever } from "@/lib/core/assert-never";
import { newId } from "@/lib/core/ids";
import { type ApiFailure, callApi, toFailure } from "@/lib/http/call-api";
import type { ModelParameters } from "@/lib/models/parameters";

/** Why the last thing that was asked for did not happen, in words for the person. */
export type Refusal = Pick<ApiFailure, "code" | "message" | "retryAfterMs">;

export type ThreadState = {
  /** True until the first question was taken. */
  isNew: boolean;
  title: string | null;
  model: string | null;
  parameters: ModelParameters;
  messages: readonly MessageView[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  summary: SummaryView | null;
  meter: MeterView | null;
  phase: "idle" | "sending" | "answering" | "stopping";
  /** Why nothing is to be seen yet. */
  status: TurnStatus | { state: "reconnecting" } | null;
  live: { answerId: string; answer: LiveAnswer } | null;
  refusal: Refusal | null;
};

/** The world of a thread, replaceable in tests. */
export type ThreadWorld = {
  fetch: typeof globalThis.fetch;
  newId: () => string;
  requestFrame: RequestFrame;
  wait: (ms: number) => Promise<void>;
};

const BROWSER: ThreadWorld = {
  fetch: (...call) => globalThis.fetch(...call),
  newId: () => newId(),
  requestFrame: requestBrowserFrame,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A lost connection is tried again after these; then the person is told. */
const RECONNECT_AFTER_MS: readonly number[] = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** Titles and summaries are written after the answer. */
const SETTLE_AFTER_MS = [800, 3_000, 8_000] as const;

const LOST: Refusal = {
  code: "unreachable",
  message:
    "The connection was lost. The answer goes on without this page; it will be here when the server can be reached again.",
  retryAfterMs: null,
};

/** What becomes of a question or an answer on the way. */
type Outcome = { taken: true } | { taken: false; refusal: Refusal };

/**
 * One conversation as the page holds it: its messages, and the answer that is being written.
 *
 * Lives outside of React, so that a delta draws the one row that shows it, and so that an answer goes on when the person looks at
 * another chat.
 */
export class ThreadStore {
  readonly conversationId: string;
  #state: ThreadState;
  readonly #world: ThreadWorld;
  readonly #listeners = new Set<() => void>();
  readonly #blocks = new WeakMap<MessageView, readonly Block[]>();
  /** Counts the turns that were followed; a loop of an earlier one sees that it is not wanted any more. */
  #follow = 0;
  #stopWanted = false;
  /** A question that may or may not have reached the server, to be repeated under the same id. */
  #uncertain: { text: string; id: string } | null = null;
  onTurn: (moment: "started" | "ended" | "settled") => void = () => {};

  constructor(conversationId: string, thread: ThreadView | null, world: Partial<ThreadWorld> = {}) {
    this.conversationId = conversationId;
    this.#world = { ...BROWSER, ...world };
    this.#state = {
      isNew: thread === null,
      title: thread?.title ?? null,
      model: thread?.model ?? null,
      parameters: thread?.parameters ?? {},
      messages: thread?.messages ?? [],
      hasOlder: thread?.hasOlder ?? false,
      isLoadingOlder: false,
      summary: thread?.summary ?? null,
      meter: thread?.meter ?? null,
      phase: "idle",
      status: null,
      live: null,
      refusal: null,
    };
  }

  readonly getState = (): ThreadState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The blocks of an answer that was streamed here, so that it is not read again. */
  blocksOf(message: MessageView): readonly Block[] | undefined {
    return this.#blocks.get(message);
  }

  /** Takes over what the server says now. Leaves a turn that is followed here alone. */
  adopt(thread: ThreadView): void {
    if (this.#state.phase !== "idle") return;
    const messages = mergeMessages(this.#state.messages, thread.messages, thread.hasOlder);
    const keepsOlder = messages.length > thread.messages.length;
    for (const [index, message] of messages.entries()) {
      const before = this.#state.messages[index];
      const blocks =
        before && before !== message && before.id === message.id && before.text === message.text
          ? this.#blocks.get(before)
          : undefined;
      if (blocks) this.#blocks.set(message, blocks);
    }
    this.#set({
      isNew: false,
      title: thread.title,
      model: thread.model,
      parameters: thread.parameters,
      messages,
      hasOlder: keepsOlder ? this.#state.hasOlder : thread.hasOlder,
      summary: thread.summary,
      meter: thread.meter,
    });
    if (thread.runningTurn) void this.rejoin(thread.runningTurn.answerId);
  }

  /** Asks the server how the conversation stands. */
  async refresh(): Promise<void> {
    if (this.#state.isNew || this.#state.phase !== "idle") return;
    const result = await callApi<ThreadView>("GET", `/api/conversations/${this.conversationId}`, {
      fetch: this.#world.fetch,
    });
    if (result.ok) {
      if (this.#state.refusal?.code === "unreachable") this.#set({ refusal: null });
      this.adopt(result.answer);
    } else if (result.failure.code === "not-found") {
      this.#set({
        refusal: {
          code: "not-found",
          message: "This chat was deleted. What you write here starts a new one.",
          retryAfterMs: null,
        },
      });
    }
  }

  /** Asks a question. `replacesId`: it takes the place of that one, whose branch is kept. Returns whether it was taken. */
  async ask(text: string, replacesId?: string): Promise<Outcome> {
    const { messages } = this.#state;
    const replacedAt = replacesId === undefined ? -1 : messages.findIndex(({ id }) => id === replacesId);
    const replaced = messages[replacedAt];
    const id = this.#uncertain?.text === text ? this.#uncertain.id : this.#world.newId();
    const question = this.#draft(`question-${id}`, "user", replaced?.parentId ?? messages.at(-1)?.id ?? "", text);
    const answer = this.#draft(`answer-${id}`, "assistant", question.id, "");
    const kept = replaced ? messages.slice(0, replacedAt) : messages;
    const outcome = await this.#run(
      { kind: "ask", id, ...this.#choices(), text, ...(replaced ? { parentId: replaced.parentId } : {}) },
      [...kept, question, answer],
      answer.id,
    );
    this.#uncertain = !outcome.taken && outcome.refusal.code === "unreachable" ? { text, id } : null;
    return outcome;
  }

  /** Answers a question again: after a failure, or because the person wants another one. */
  retry(answerId: string): Promise<Outcome> {
    const { messages } = this.#state;
    const answerAt = messages.findIndex(({ id }) => id === answerId);
    const questionAt = messages.findLastIndex(({ role }, index) => role === "user" && index < answerAt);
    const question = messages[questionAt];
    if (!question) return Promise.resolve({ taken: true });
    const id = this.#world.newId();
    const answer = this.#draft(`answer-${id}`, "assistant", question.id, "");
    return this.#run(
      { kind: "retry", id, ...this.#choices(), questionId: question.id },
      [...messages.slice(0, questionAt + 1), answer],
      answer.id,
    );
  }

  /** Goes on with an answer that was cut, stopped or interrupted. */
  continueAnswer(answerId: string): Promise<Outcome> {
    const { messages } = this.#state;
    const id = this.#world.newId();
    const answer = this.#draft(`answer-${id}`, "assistant", answerId, "");
    return this.#run({ kind: "continue", id, ...this.#choices(), answerId }, [...messages, answer], answer.id);
  }

  /** Ends the answer; what was written stays. */
  async stop(): Promise<void> {
    if (this.#state.phase === "idle") return;
    this.#stopWanted = true;
    const wasSending = this.#state.phase === "sending";
    this.#set({ phase: "stopping" });
    if (!wasSending) await this.#requestStop();
  }

  /** Follows the answer that is being written, from its first word on. */
  async rejoin(answerId: string): Promise<void> {
    if (this.#state.phase !== "idle") return;
    const follow = this.#startFollowing();
    const { messages } = this.#state;
    const known = messages.find(({ id }) => id === answerId);
    const shown = known ? messages : [...messages, this.#draft(answerId, "assistant", messages.at(-1)?.id ?? "", "")];
    this.#set({
      phase: "answering",
      messages: shown,
      status: known?.text ? null : { state: "waiting" },
      live: { answerId, answer: new LiveAnswer(known?.text ?? "", this.#world.requestFrame) },
    });
    await this.#reconnect(follow);
  }

  /** Puts older messages before the first one. False when there are none, or they are being fetched already. */
  async loadOlder(): Promise<boolean> {
    const first = this.#state.messages[0];
    if (!first || !this.#state.hasOlder || this.#state.isLoadingOlder) return false;
    this.#set({ isLoadingOlder: true });
    const path = `/api/conversations/${this.conversationId}/messages?before=${first.id}`;
    const result = await callApi<MessagePage>("GET", path, { fetch: this.#world.fetch });
    // The list may have been replaced in the meantime: then these do not belong before it.
    if (!result.ok || this.#state.messages[0] !== first) {
      this.#set({ isLoadingOlder: false });
      return false;
    }
    const { messages, hasOlder } = result.answer;
    this.#set({ isLoadingOlder: false, messages: [...messages, ...this.#state.messages], hasOlder });
    return true;
  }

  /** Chooses a model or parameters for this chat, from the next question on. */
  choose(choice: { model?: string; parameters?: ModelParameters }): Promise<Refusal | null> {
    this.#set(choice);
    return this.#change(choice);
  }

  async rename(title: string): Promise<Refusal | null> {
    this.#set({ title });
    return this.#change({ title });
  }

  /** Shows a title that was given elsewhere. */
  showTitle(title: string): void {
    this.#set({ title });
  }

  async undoSummary(): Promise<Refusal | null> {
    const { summary } = this.#state;
    if (!summary) return null;
    const result = await callApi<{ summary: SummaryView | null; meter?: MeterView }>(
      "DELETE",
      `/api/conversations/${this.conversationId}/summary?id=${summary.id}`,
      { fetch: this.#world.fetch },
    );
    if (!result.ok) return result.failure;
    this.#set({ summary: result.answer.summary, ...(result.answer.meter ? { meter: result.answer.meter } : {}) });
    return null;
  }

  dismissRefusal(): void {
    this.#set({ refusal: null });
  }

  async #change(body: { title?: string; model?: string; parameters?: ModelParameters }): Promise<Refusal | null> {
    if (this.#state.isNew) return null; // goes along with the first question
    const result = await callApi<{ ok: true }>("PATCH", `/api/conversations/${this.conversationId}`, {
      body,
      fetch: this.#world.fetch,
    });
    return result.ok ? null : result.failure;
  }

  #choices(): Pick<TurnRequest, "conversationId" | "model" | "parameters"> {
    const { model, parameters } = this.#state;
    return { conversationId: this.conversationId, parameters, ...(model === null ? {} : { model }) };
  }

  #draft(id: string, role: MessageView["role"], parentId: string, text: string): MessageView {
    const state = role === "assistant" ? "running" : "complete";
    return {
      id,
      parentId,
      role,
      state,
      text,
      createdAt: new Date().toISOString(),
      finishReason: null,
      failure: null,
      receipt: null,
    };
  }

  #startFollowing(): number {
    this.#follow += 1;
    this.#stopWanted = false;
    return this.#follow;
  }

  async #run(request: TurnRequest, messages: readonly MessageView[], answerId: string): Promise<Outcome> {
    if (this.#state.phase !== "idle") return { taken: true };
    const before = this.#state.messages;
    const follow = this.#startFollowing();
    this.#set({
      phase: "sending",
      refusal: null,
      messages,
      status: { state: "waiting" },
      live: { answerId, answer: new LiveAnswer("", this.#world.requestFrame) },
    });
    const sent = await this.#send(request);
    if (!sent.ok) {
      const refusal: Refusal = sent.failure;
      this.#set({ phase: "idle", status: null, live: null, messages: before, refusal });
      if (refusal.code === "conversation-busy") void this.refresh();
      return { taken: false, refusal };
    }
    this.#set({ isNew: false, phase: this.#stopWanted ? "stopping" : "answering" });
    this.onTurn("started");
    void this.#followStream(sent.body, follow);
    return { taken: true };
  }

  /** The same id is the same turn, so a request that may have been lost on the way can be sent again. */
  async #send(
    request: TurnRequest,
  ): Promise<{ ok: true; body: ReadableStream<Uint8Array> } | { ok: false; failure: ApiFailure }> {
    for (const waitMs of RECONNECT_AFTER_MS.slice(0, 4)) {
      await this.#world.wait(waitMs);
      let response: Response;
      try {
        response = await this.#world.fetch("/api/chat", {
          method: "POST",
          credentials: "same-origin",
          headers: { "content-type": "application/json", accept: "text/event-stream" },
          body: JSON.stringify(request),
        });
      } catch {
        continue; // no answer at all; the last one is told below
      }
      if (response.ok && response.body) return { ok: true, body: response.body };
      return { ok: false, failure: toFailure(await response.json().catch(() => null)) };
    }
    const message =
      "The server could not be reached, and it is not certain that your message arrived. Send it again: it will be answered only once.";
    return { ok: false, failure: { code: "unreachable", message, field: null, retryAfterMs: null, requestId: null } };
  }

  async #followStream(body: ReadableStream<Uint8Array>, follow: number): Promise<void> {
    if (!(await this.#readStream(body, follow)) && this.#follow === follow) await this.#reconnect(follow);
  }

  /** True when the turn has ended; false when the connection did before. */
  async #readStream(body: ReadableStream<Uint8Array>, follow: number): Promise<boolean> {
    try {
      for await (const { events } of readEventStream(body)) {
        if (this.#follow !== follow) return true;
        for (const event of events) if (this.#apply(event) === "ended") return true;
      }
    } catch {
      return false; // a connection that breaks is expected: the answer is read again from the server
    }
    return false;
  }

  async #reconnect(follow: number): Promise<void> {
    let tries = 0;
    for (let waitMs: number | undefined = 0; waitMs !== undefined; waitMs = RECONNECT_AFTER_MS[tries]) {
      tries += 1;
      if (waitMs > 0) this.#set({ status: { state: "reconnecting" } });
      await this.#world.wait(waitMs);
      if (this.#follow !== follow) return;
      let response: Response;
      try {
        response = await this.#world.fetch(`/api/chat/${this.conversationId}/stream`, {
          credentials: "same-origin",
          headers: { accept: "text/event-stream" },
        });
      } catch {
        continue; // still no connection
      }
      if (this.#follow !== follow) return;
      if (response.status === 200 && response.body) {
        const lengthBefore = this.#state.live?.answer.text.length ?? 0;
        this.#state.live?.answer.expectReplay();
        if (await this.#readStream(response.body, follow)) return;
        if ((this.#state.live?.answer.text.length ?? 0) > lengthBefore) tries = 1; // it got on: patience starts again
        continue;
      }
      if (response.status >= 500) continue;
      const refusal: Refusal | null = response.ok ? null : toFailure(await response.json().catch(() => null));
      this.#leave(refusal);
      if (response.ok) await this.refresh(); // it has ended in the meantime: this is how
      return;
    }
    if (this.#follow === follow) this.#leave(LOST);
  }

  /** Ends following without knowing how the turn ended; what was read stays to be seen. */
  #leave(refusal: Refusal | null): void {
    const { live, messages } = this.#state;
    live?.answer.flush();
    this.#set({
      phase: "idle",
      status: null,
      live: null,
      refusal,
      messages: live
        ? messages.map((message) =>
            message.id === live.answerId ? { ...message, state: "interrupted", text: live.answer.text } : message,
          )
        : messages,
    });
  }

  #apply(event: StreamEvent): "ended" | "goes on" {
    switch (event.type) {
      case "start":
      case "text-start":
      case "text-end":
        return "goes on";
      case "data-turn":
        this.#nameMessages(event.data);
        return "goes on";
      case "data-status":
        this.#set({ status: event.data });
        return "goes on";
      case "text-delta":
        if (this.#state.status) this.#set({ status: null });
        this.#state.live?.answer.receive(event.delta);
        return "goes on";
      case "data-end":
        this.#end(event.data);
        return "ended";
      case "error":
        this.#end({
          state: "failed",
          finishReason: null,
          failure: { code: "unexpected", message: event.errorText },
          receipt: null,
        });
        return "ended";
      case "finish":
        return "goes on";
      default:
        return assertNever(event);
    }
  }

  /** From here on the messages have the names that the server gave them. */
  #nameMessages({ questionId, answerId }: TurnStarted): void {
    const { live, messages } = this.#state;
    if (!live || live.answerId === answerId) return;
    const question = messages.findLast(({ id }) => id.startsWith("question-"));
    this.#set({
      live: { ...live, answerId },
      messages: messages.map((message) => {
        if (message === question) return { ...message, id: questionId };
        if (message.id !== live.answerId) return message;
        return { ...message, id: answerId, parentId: question ? questionId : message.parentId };
      }),
    });
    if (this.#stopWanted) void this.#requestStop();
  }

  #end(ended: TurnEnded): void {
    const { live, messages } = this.#state;
    if (!live) return;
    live.answer.flush();
    const finished = messages.map((message) => {
      if (message.id !== live.answerId) return message;
      const done: MessageView = { ...message, ...ended, text: live.answer.text };
      this.#blocks.set(done, live.answer.markdown.finish());
      return done;
    });
    this.#set({ phase: "idle", status: null, live: null, messages: finished });
    this.onTurn("ended");
    void this.#settle(this.#follow);
  }

  async #settle(follow: number): Promise<void> {
    for (const waitMs of SETTLE_AFTER_MS) {
      await this.#world.wait(waitMs);
      if (this.#follow !== follow) return;
      const hadTitle = this.#state.title !== null;
      await this.refresh();
      this.onTurn("settled");
      if (hadTitle) return;
    }
  }

  async #requestStop(): Promise<void> {
    await callApi<{ stopped: boolean }>("DELETE", `/api/chat/${this.conversationId}/stream`, {
      fetch: this.#world.fetch,
    });
  }

  #set(change: Partial<ThreadState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
