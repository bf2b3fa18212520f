import "server-only";
import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** How many chunks may wait for their reader before the connection is told to wait too. */
const CHUNKS_WAITING = 64;
/** A response that may not have a body (Fetch standard). */
const WITHOUT_BODY = [204, 205, 304];

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The part of `fetch` that the `openai` package needs, on node:http: text bodies, no redirects.
 *
 * Node's own `fetch` costs about three times the CPU for each token of an answer, several times the memory for each answer that runs,
 * and a millisecond before the first token (docs/bench.md). Connections are kept alive by Node's agent.
 */
export async function httpFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const { method = "GET", body, signal } = init;
  if (body !== undefined && body !== null && typeof body !== "string") throw new TypeError("only texts are sent");
  const headers = Object.fromEntries(new Headers(init.headers));
  return send(
    url,
    {
      method,
      // Words that wait for a compressor's block are words that nobody sees.
      headers: {
        "accept-encoding": "identity",
        ...headers,
        ...(body && { "content-length": Buffer.byteLength(body) }),
      },
      ...(signal && { signal }),
    },
    body ?? "",
  );
}

function send(url: URL, options: RequestOptions, body: string): Promise<Response> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      try {
        resolve(toResponse(incoming));
      } catch (error) {
        outgoing.destroy();
        reject(error);
      }
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function toResponse(incoming: IncomingMessage): Response {
  const status = incoming.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  if (WITHOUT_BODY.includes(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  return new Response(toBody(decode(incoming)), { status, headers });
}

function decode(incoming: IncomingMessage): Readable {
  const decoder = DECODERS[incoming.headers["content-encoding"] ?? ""]?.();
  if (!decoder) return incoming;
  incoming.on("error", (error) => decoder.destroy(error));
  decoder.on("close", () => incoming.destroy());
  return incoming.pipe(decoder);
}

/** By hand and not by `Readable.toWeb`, which costs as much for each chunk as all the rest. */
function toBody(source: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        source.on("data", (chunk: Buffer) => {
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) <= 0) source.pause();
        });
        source.on("end", () => controller.close());
        source.on("error", (error) => controller.error(error));
      },
      pull() {
        if (source.isPaused()) source.resume();
      },
      cancel() {
        source.destroy();
      },
    },
    { highWaterMark: CHUNKS_WAITING },
  );
}
