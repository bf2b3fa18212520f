import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** A request that a provider got: its body, and whether the other side hung up before the answer ended. */
export type ProviderCall = {
  path: string;
  authorization: string;
  body: Record<string, unknown>;
  isHungUp: boolean;
  hungUpAtMs: number | null;
};

/** How one request is answered: write what you like, byte by byte. */
export type Script = (response: ServerResponse, call: ProviderCall) => Promise<void> | void;

export type RawProvider = {
  baseUrl: string;
  calls: ProviderCall[];
  /** Scripts are used in order; the last one stays. */
  answerWith(...scripts: Script[]): void;
  close(): Promise<void>;
};

/** A provider of which a test controls every byte. */
export async function startRawProvider(...scripts: Script[]): Promise<RawProvider> {
  let queue = scripts;
  const calls: ProviderCall[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then(async (text) => {
      const body: unknown = text === "" ? {} : JSON.parse(text);
      const call: ProviderCall = {
        path: request.url ?? "",
        authorization: request.headers.authorization ?? "",
        body: typeof body === "object" && body !== null ? { ...body } : {},
        isHungUp: false,
        hungUpAtMs: null,
      };
      response.on("close", () => {
        call.isHungUp = !response.writableFinished;
        call.hungUpAtMs = call.isHungUp ? performance.now() : null;
      });
      calls.push(call);
      const script = queue.length > 1 ? queue.shift() : queue[0];
      await script?.(response, call);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    calls,
    answerWith: (...next) => {
      queue = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

export type ReportedUsage = { prompt_tokens: number; completion_tokens: number; [detail: string]: unknown };

/** One event of a streamed completion. */
export function chunk(delta: Record<string, unknown>, finishReason: string | null = null): string {
  return `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
}

/** The last event but one: the usage. */
export function usageChunk(usage: ReportedUsage): string {
  return `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m", choices: [], usage: { total_tokens: usage.prompt_tokens + usage.completion_tokens, ...usage } })}\n\n`;
}

/** Starts a streamed completion. */
export function begin(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "x-request-id": "req_test" });
  response.write(chunk({ role: "assistant", content: "" }));
}

/** Ends it as the provider does. */
export function complete(response: ServerResponse, usage: ReportedUsage, finishReason = "stop"): void {
  response.end(`${chunk({}, finishReason)}${usageChunk(usage)}data: [DONE]\n\n`);
}

/** Streams `pieces` with a pause after each, then ends with `usage`. */
export function stream(
  pieces: readonly string[],
  {
    everyMs = 0,
    usage = { prompt_tokens: 20, completion_tokens: pieces.length },
  }: { everyMs?: number; usage?: ReportedUsage } = {},
): Script {
  return async (response) => {
    begin(response);
    for (const piece of pieces) {
      if (response.destroyed) return;
      response.write(chunk({ content: piece }));
      if (everyMs > 0) await wait(everyMs);
    }
    complete(response, usage);
  };
}

/** Streams `pieces`, one every `everyMs`, for as long as anybody listens. */
export function streamForever(piece: string, everyMs: number): Script {
  return async (response) => {
    begin(response);
    while (!response.destroyed) {
      response.write(chunk({ content: piece }));
      await wait(everyMs);
    }
  };
}

/** Answers with an error in the provider's shape. */
export function refuse(
  status: number,
  error: { code?: string; message?: string; type?: string },
  headers: Record<string, string> = {},
): Script {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ error: { message: "no", type: "error", param: null, code: null, ...error } }));
  };
}
