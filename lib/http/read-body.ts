import { AppError } from "@/lib/core/errors";

/** What a JSON body may be in bytes where a route says nothing else. */
export const BODY_BYTES_MAX = 64 * 1024;

/** A phone on a bad line sends a megabyte in this time. */
const DEADLINE_MS = 20_000;

/** Thrown when a body did not end before its deadline. */
export class BodyTooSlow extends Error {
  override readonly name = "BodyTooSlow";
}

type Bounds = { bytesMax?: number | undefined; deadlineMs?: number };

/** Reads a JSON body of bounded size and depth. Throws AppError for one that is none, and BodyTooSlow for one that does not end. */
export async function readJsonBody(request: Request, bounds: Bounds = {}): Promise<unknown> {
  requireType(request, "application/json", "JSON");
  const text = await readText(request, bounds);
  if (text.trim() === "") throw new AppError("invalid-input", "The request has no body. Send JSON.");
  if (isDeeperThan(text, DEPTH_MAX))
    throw new AppError("invalid-input", "The JSON of the request is nested too deeply.");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("invalid-input", "The body of the request is not valid JSON.", {}, { cause: error });
  }
}

/** Reads a form as browsers and NextAuth's clients send it. Throws as `readJsonBody` does. */
export async function readFormBody(request: Request, bounds: Bounds = {}): Promise<Record<string, string>> {
  requireType(request, "application/x-www-form-urlencoded", "a form");
  return Object.fromEntries(new URLSearchParams(await readText(request, bounds)));
}

function requireType({ headers }: Request, mediaType: string, name: string): void {
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") {
    throw new AppError("unsupported-media-type", "The request is compressed. Send it as it is.");
  }
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  const isUtf8 = parameters.every((parameter) => /^\s*(charset="?utf-8"?)?\s*$/.test(parameter));
  if (type.trim() !== mediaType || !isUtf8) {
    throw new AppError("unsupported-media-type", `Send ${name}, with the content type ${mediaType}.`);
  }
}

async function readText(
  request: Request,
  { bytesMax = BODY_BYTES_MAX, deadlineMs = DEADLINE_MS }: Bounds,
): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) throw tooLarge(bytesMax);
  const chunks = await readChunks(request, bytesMax, deadlineMs);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  } catch (error) {
    throw new AppError("invalid-input", "The request is not valid UTF-8.", {}, { cause: error });
  }
}

async function readChunks({ body }: Request, bytesMax: number, deadlineMs: number): Promise<Uint8Array[]> {
  if (body === null) return [];
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let isLate = false;
  // To cancel is to end the read that waits: it then answers that it is done.
  const timer = setTimeout(() => {
    isLate = true;
    void reader.cancel().catch(() => {}); // the connection may be gone already
  }, deadlineMs);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (isLate) throw new BodyTooSlow();
      if (done) return chunks;
      bytes += value.byteLength;
      if (bytes > bytesMax) {
        void reader.cancel().catch(() => {}); // the same
        throw tooLarge(bytesMax);
      }
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(bytesMax: number): AppError {
  const size = bytesMax >= 1_000_000 ? `${Math.floor(bytesMax / 1_000_000)} MB` : `${Math.floor(bytesMax / 1_000)} kB`;
  return new AppError("too-large", `The request is larger than ${size}. Send less at once.`);
}

/** Deeper than anything that we are ever sent. */
const DEPTH_MAX = 32;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** True when JSON text opens more brackets inside each other than `depthMax`. Found before it is parsed: parsing it would be the damage. */
export function isDeeperThan(text: string, depthMax: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) {
      isInString = true;
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      depth -= 1;
    }
  }
  return false;
}
