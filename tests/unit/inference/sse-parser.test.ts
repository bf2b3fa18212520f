import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSseParser, EventTooLongError } from "@/lib/inference/sse-parser";

type Event = [data: string, name: string, isCut: boolean];

/** Parses text in pieces that end at the given byte offsets. */
function parse(text: string | Buffer, cuts: readonly number[] = [], bytesMax?: number): Event[] {
  const bytes = Buffer.from(text);
  const events: Event[] = [];
  const parser = createSseParser((...event) => events.push(event), bytesMax === undefined ? {} : { bytesMax });
  let start = 0;
  for (const cut of [...cuts.filter((at) => at <= bytes.length).toSorted((a, b) => a - b), bytes.length]) {
    parser.push(bytes.subarray(start, cut));
    start = cut;
  }
  parser.end();
  return events;
}
const everyByte = (text: string | Buffer) => Array.from({ length: Buffer.from(text).length }, (_, index) => index);
const plain = (...data: string[]): Event[] => data.map((one) => [one, "", false]);

describe("F10: events however they are written", () => {
  const table: [string, string, Event[]][] = [
    ["LF", "data: a\n\ndata: b\n\n", plain("a", "b")],
    ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", plain("a", "b")],
    ["CR alone", "data: a\r\rdata: b\r\r", plain("a", "b")],
    ["mixed ends of lines", "data: a\r\n\ndata: b\n\r\n", plain("a", "b")],
    ["a byte order mark", "\ufeffdata: a\n\n", plain("a")],
    ["comments", ": keep-alive\n\ndata: a\n: more\n\n:\n\n", plain("a")],
    ["data on several lines", "data: a\ndata: b\ndata:\ndata: c\n\n", plain("a\nb\n\nc")],
    ["no space after the colon", "data:a\n\n", plain("a")],
    ["only the first space is left out", "data:  a \n\n", plain(" a ")],
    ["data without a colon", "data\n\n", plain("")],
    ["an event without data", "event: ping\n\ndata: a\n\n", plain("a")],
    [
      "a named event",
      "event: ping\ndata: a\n\ndata: b\n\n",
      [
        ["a", "ping", false],
        ["b", "", false],
      ],
    ],
    ["ids, retry times and unknown fields", "id: 7\nretry: 100\nfoo: bar\ndatabase: x\ndata: a\n\n", plain("a")],
    ["characters of every length", "data: aé中👩‍👩‍👧\u2028\n\n", plain("aé中👩‍👩‍👧\u2028")],
    [
      "an end in the middle of an event",
      "data: a\n\ndata: b",
      [
        ["a", "", false],
        ["b", "", true],
      ],
    ],
    ["an end before the empty line", "data: b\n", [["b", "", true]]],
    ["nothing", "", []],
    ["empty lines alone", "\n\n\r\n\r\r\n", []],
  ];

  test.each(table)("%s", (_, text, events) => expect(parse(text)).toEqual(events));
  test.each(table)("%s, byte by byte", (_, text, events) => expect(parse(text, everyByte(text))).toEqual(events));

  test("the cuts of the network never matter", () => {
    const text = table.map(([, one]) => (one.endsWith("\n") || one === "" ? one : `${one}\n\n`)).join("\n\n");
    const whole = parse(text);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: Buffer.from(text).length })), (cuts) => {
        expect(parse(text, cuts)).toEqual(whole);
      }),
    );
  });

  test("any bytes are survived", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.nat({ max: 300 })),
        (bytes, cuts) => void parse(Buffer.from(bytes), cuts),
      ),
    );
  });
});

describe("an event without end", () => {
  test("is refused at its bound, in one read, in many, and on many lines", () => {
    const line = `data: ${"x".repeat(2_000)}`;
    expect(() => parse(line, [], 1_000)).toThrow(EventTooLongError);
    expect(() => parse(line, everyByte(line), 1_000)).toThrow(EventTooLongError);
    expect(() => parse("data: 0123456789\n".repeat(200), [], 1_000)).toThrow(EventTooLongError);
  });

  test("a megabyte byte by byte takes no longer than a moment", () => {
    const line = Buffer.from(`data: ${"x".repeat(1_000_000)}\n\n`);
    const before = performance.now();
    expect(parse(line, everyByte(line))).toHaveLength(1);
    expect(performance.now() - before).toBeLessThan(3_000);
  });
});
