import katex from "katex";
import { describe, expect, test } from "vitest";
import { MATH_OPTIONS } from "@/components/markdown/load-math";
import type { Block } from "@/components/markdown/markdown-tree";
import { parseMarkdown } from "@/components/markdown/parse-markdown";
import { toSafeLink } from "@/components/markdown/safe-link";
import { toCsv } from "@/components/markdown/table-csv";

const read = (text: string): Block[] => parseMarkdown(text).blocks;

describe("parseMarkdown", () => {
  test("reads a table with its alignments", () => {
    expect(read("| Model | Cost |\n|:--|--:|\n| a | $1 |\n")).toMatchObject([
      {
        type: "table",
        alignments: ["left", "right"],
        header: [[{ text: "Model" }], [{ text: "Cost" }]],
        rows: [[[{ text: "a" }], [{ text: "$1" }]]],
      },
    ]);
  });

  test.each([
    ["$x^2$", "x^2"],
    ["\\(x^2\\)", "x^2"],
    ["so $a_1 + b$, then", "a_1 + b"],
    ["$$e = m$$ in a line", "e = m"],
    ["a \\[y\\] b", "y"],
  ])("reads the formula in %j", (text, tex) => {
    expect(JSON.stringify(read(text))).toContain(JSON.stringify({ type: "math", tex }).slice(0, -1));
  });

  test.each(["It costs $5 and $6.", "$ 5 $", "between $10-$20", "US$3 or A$4", "\\$x\\$", "`$x$`"])(
    "leaves the money in %j alone",
    (text) => {
      expect(JSON.stringify(read(text))).not.toContain('"math"');
    },
  );

  test.each([["\\[\nx = 1\n\\]"], ["$$\nx = 1\n$$"], ["$$x = 1$$"]])("reads a formula of its own in %j", (text) => {
    expect(read(text)).toMatchObject([{ type: "math", tex: "x = 1" }]);
  });

  test("keeps raw HTML as the letters that it is", () => {
    expect(read("<b>bold</b>\n")).toMatchObject([{ type: "paragraph" }]);
    expect(JSON.stringify(read("<b>bold</b>"))).toContain("<b>");
    expect(read("<script>x</script>")).toMatchObject([{ type: "verbatim", text: "<script>x</script>" }]);
  });

  test("takes a language from the fence and nothing else", () => {
    expect(read("```ts title=x\nlet a\n```")).toMatchObject([{ type: "code", language: "ts", text: "let a" }]);
    expect(read('```"><script>\nx\n```')).toMatchObject([{ type: "code", language: "" }]);
  });

  test("reads character references in text and leaves them in code", () => {
    expect(read("a &lt; b &amp; `&lt;` &nosuch; &#0; &#128512;")).toMatchObject([
      { children: [{ text: "a < b & " }, { type: "code", text: "&lt;" }, { text: " &nosuch; \ufffd 😀" }] },
    ]);
  });

  test("knows the tasks that are done", () => {
    expect(read("- [x] a\n- [ ] b\n- c")).toMatchObject([
      { type: "list", items: [{ isDone: true }, { isDone: false }, { isDone: null }] },
    ]);
  });
});

describe("toSafeLink", () => {
  test("gives back the address as the browser will read it", () => {
    expect(toSafeLink("https://EXAMPLE.org/a b")).toEqual({ href: "https://example.org/a%20b", host: "example.org" });
    expect(toSafeLink("mailto:a@example.org?subject=x")).toEqual({
      href: "mailto:a@example.org",
      host: "a@example.org",
    });
    expect(toSafeLink("https://exаmple.org")?.host).toBe("xn--exmple-4nf.org");
  });
});

describe("toCsv", () => {
  test("quotes what must be quoted and disarms what a spreadsheet would run", () => {
    const cell = (text: string) => [{ type: "text", text } as const];
    expect(
      toCsv(
        [cell("a"), cell("b, c")],
        [
          [cell('say "x"'), cell("=1+1")],
          [cell("-5"), cell("+cmd|x")],
        ],
      ),
    ).toBe('a,"b, c"\r\n"say ""x""",\'=1+1\r\n-5,\'+cmd|x');
  });
});

describe("the formulas", () => {
  test.each([
    "\\href{javascript:alert(1)}{x}",
    "\\url{javascript:alert(1)}",
    "\\htmlClass{x}{y}",
    "\\htmlId{document}{y}",
    "\\htmlStyle{background:url(//evil.example)}{y}",
    "\\htmlData{x=1}{y}",
    "\\includegraphics{https://evil.example/x.png}",
    "<img src=x onerror=alert(1)>",
    "\\text{<script>alert(1)</script>}",
    "\\def\\x{\\x\\x}\\x",
  ])("cannot do anything with %j", (tex) => {
    let markup = "";
    try {
      markup = katex.renderToString(tex, MATH_OPTIONS);
    } catch {
      // what KaTeX refuses is shown as its source, by React
    }
    // The source stands in an annotation, as text.
    const drawn = markup.replace(/<annotation[^>]*>[^<]*<\/annotation>/g, "");
    expect(drawn).not.toMatch(/<(?:script|img|a)\b|javascript:|evil\.example|onerror=|id="document"/i);
  });
});
