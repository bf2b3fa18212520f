/** A line that is longer than any honest event. */
export const EVENT_BYTES_MAX = 1_048_576;

/** Thrown by `push` when an event outgrows its bound. */
export class EventTooLongError extends Error {
  override readonly name = "EventTooLongError";
}

export type SseParser = {
  /** Takes bytes as they arrive, however they are cut. */
  push(bytes: Uint8Array): void;
  /** The stream has ended: an event whose end is missing is handed out as `isCut`. */
  end(): void;
};

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;
const [D, A, T] = [0x64, 0x61, 0x74];
const BOM = [0xef, 0xbb, 0xbf] as const;

/**
 * Reads server-sent events (HTML standard, 9.2.6) out of bytes: LF, CR and CRLF, comments, data on several lines, a byte order mark,
 * characters cut in half by the network.
 *
 * Lines are found in the bytes and decoded once, whole: this runs for every token of every answer. Holds at most `bytesMax`.
 */
export function createSseParser(
  onEvent: (data: string, name: string, isCut: boolean) => void,
  { bytesMax = EVENT_BYTES_MAX }: { bytesMax?: number } = {},
): SseParser {
  /** The beginning of a line whose end has not arrived. */
  let open = Buffer.alloc(0);
  let openLength = 0;
  let isFirstLine = true;
  let wasCarriageReturn = false;
  let data: string | null = null;
  let name = "";

  function keep(bytes: Buffer, start: number, end: number): void {
    const length = openLength + end - start;
    if (length > bytesMax) throw new EventTooLongError(`an event is longer than ${bytesMax} bytes`);
    if (length > open.length) {
      const larger = Buffer.allocUnsafe(Math.max(1_024, length * 2));
      open.copy(larger, 0, 0, openLength);
      open = larger;
    }
    bytes.copy(open, openLength, start, end);
    openLength = length;
  }

  function dispatch(isCut: boolean): void {
    if (data !== null) onEvent(data, name, isCut);
    data = null;
    name = "";
  }

  function readLine(bytes: Buffer, from: number, end: number): void {
    let start = from;
    if (isFirstLine) {
      isFirstLine = false;
      if (BOM.every((byte, index) => bytes[start + index] === byte)) start += BOM.length;
    }
    if (start === end) {
      dispatch(false);
      return;
    }
    if (bytes[start] === D && bytes[start + 1] === A && bytes[start + 2] === T && bytes[start + 3] === A) {
      if (bytes[start + 4] === COLON && start + 4 < end) {
        const value = bytes.toString("utf8", start + (bytes[start + 5] === SPACE ? 6 : 5), end);
        if (data !== null && data.length + value.length > bytesMax) {
          throw new EventTooLongError(`an event is longer than ${bytesMax} bytes`);
        }
        data = data === null ? value : `${data}\n${value}`;
      } else if (start + 4 === end) data ??= "";
      return;
    }
    // Rare: everything that is not data. Comments, ids and retry times mean nothing to us.
    const line = bytes.toString("utf8", start, Math.min(end, start + 200));
    if (line.startsWith("event:")) name = line.slice(6).trim();
  }

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength); // the same memory
      const hasCarriageReturn = bytes.includes(CR);
      let start = 0;
      if (wasCarriageReturn && bytes.length > 0) {
        wasCarriageReturn = false;
        if (bytes[0] === LF) start = 1;
      }
      while (start < bytes.length) {
        let end = bytes.indexOf(LF, start);
        if (hasCarriageReturn) {
          const carriageReturn = bytes.indexOf(CR, start);
          if (carriageReturn !== -1 && (end === -1 || carriageReturn < end)) end = carriageReturn;
        }
        if (end === -1) {
          keep(bytes, start, bytes.length);
          return;
        }
        if (openLength > 0) {
          keep(bytes, start, end);
          const length = openLength;
          openLength = 0;
          readLine(open, 0, length);
        } else {
          if (end - start > bytesMax) throw new EventTooLongError(`an event is longer than ${bytesMax} bytes`);
          readLine(bytes, start, end);
        }
        start = end + 1;
        if (bytes[end] === CR) {
          if (start === bytes.length) wasCarriageReturn = true;
          else if (bytes[start] === LF) start += 1;
        }
      }
    },
    end() {
      const length = openLength;
      openLength = 0;
      if (length > 0) readLine(open, 0, length);
      dispatch(true);
    },
  };
}
