import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block } from "@/components/markdown/markdown-tree";
import { parseMarkdown } from "@/components/markdown/parse-markdown";
import { StreamingMarkdown } from "@/components/markdown/streaming-markdown";

const PIECES = [
  "# Heading\n",
  "Setext\n===\n",
  "A paragraph with **bold**, `code` and [a link](https://example.org).\n",
  "line two\n",
  "\n",
  "\n\n",
  "- item\n",
  "- item\n\n",
  "  - nested\n",
  "1. one\n",
  "2. two\n",
  "    indented\n",
  "> quote\n",
  "> ",
  "```ts\nconst a = 1;\n",
  "```\n",
  "~~~\n",
  "| a | b |\n",
  "|---|--:|\n",
  "| 1 | 2 |\n",
  "$$\na + b\n",
  "$$\n",
  "\\[ x \\]\n",
  "$x$ and $y$ ",
  "---\n",
  "***\n",
  "<div>\n",
  "</div>\n",
  "[ref]: https://example.org\n",
  "[words][ref] ",
  "- [x] done\n",
  "text  \n",
  "\\",
  "*",
  "_",
  "`",
  "\r\n",
  "\t",
  "&amp; ",
  "https://example.org ",
  "👩‍👩‍👧 Grüße",
];

function plain(blocks: readonly Block[]): unknown {
  return JSON.parse(JSON.stringify(blocks, (key, value: unknown) => (key === "source" ? undefined : value)));
}

describe("StreamingMarkdown", () => {
  test("ends with the same blocks as reading the whole text at once, however it came", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }),
        fc.integer({ min: 1, max: 9 }),
        (pieces, size) => {
          const text = pieces.join("");
          const streaming = new StreamingMarkdown();
          for (let at = 0; at < text.length; at += size) streaming.append(text.slice(at, at + size));
          expect(streaming.text).toBe(text);
          expect(plain(streaming.finish())).toEqual(plain(parseMarkdown(text).blocks));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("never changes a finished block", () => {
    const streaming = new StreamingMarkdown();
    const text = "# Title\n\nOne.\n\n- a\n- b\n\n```js\nlet a\n\nlet b\n```\n\nTwo.\n\n| a |\n|---|\n| 1 |\n\nThree.\n";
    let before: Block[] = [];
    for (const letter of text) {
      streaming.append(letter);
      expect(streaming.finished.slice(0, before.length)).toEqual(before);
      before = [...streaming.finished];
    }
    expect(streaming.finished.map(({ type }) => type)).toEqual([
      "heading",
      "paragraph",
      "list",
      "code",
      "paragraph",
      "table",
    ]);
    expect(streaming.open.map(({ type }) => type)).toEqual(["paragraph"]);
  });

  test("keeps a formula in one piece before its end is written", () => {
    const streaming = new StreamingMarkdown();
    streaming.append("$$\na\n- b\n# c\n");
    expect(streaming.open).toMatchObject([{ type: "math", isOpen: true }]);
    streaming.append("$$\n");
    expect(streaming.open).toMatchObject([{ type: "math", tex: "a\n- b\n# c", isOpen: false }]);
  });

  test("reads a long answer in time that grows with its length", () => {
    const streaming = new StreamingMarkdown();
    const startMs = performance.now();
    for (let paragraph = 0; paragraph < 2_000; paragraph += 1) {
      for (const word of "Some words of a sentence that goes on.".split(" ")) streaming.append(`${word} `);
      streaming.append("\n\n");
    }
    expect(streaming.finished).toHaveLength(1_999);
    expect(performance.now() - startMs).toBeLessThan(3_000);
  });
});
