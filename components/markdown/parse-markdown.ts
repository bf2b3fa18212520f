import { Marked, type MarkedToken, type Token, type Tokens } from "marked";
import { decodeReferences } from "@/components/markdown/decode-references";
import type { Block, Inline, ListItem } from "@/components/markdown/markdown-tree";
import { mathBlock, mathInline } from "@/components/markdown/math-syntax";
import { toSafeLink } from "@/components/markdown/safe-link";

/** Deeper than anybody writes. */
const DEPTH_MAX = 24;
/** A run of text without a blank line that is longer is shown as it is: reading it as Markdown could take seconds. */
const RUN_LENGTH_MAX = 20_000;

const { Lexer, defaults } = new Marked({ gfm: true, breaks: false, extensions: [mathBlock, mathInline] });

/** Addresses that a text defines for `[words][name]`, by name. */
export type Definitions = Record<string, { href: string; title: string | null | undefined }>;
export type ParsedMarkdown = { blocks: Block[]; definitions: Definitions };

/**
 * Reads Markdown (GFM and LaTeX) into a tree that holds nothing but text, marks and checked addresses.
 *
 * Never throws, for any input; what cannot be read is there letter by letter. `definitions` are those of the text before.
 */
export function parseMarkdown(source: string, definitions: Definitions = {}): ParsedMarkdown {
  const text = source.replace(/\r\n?/g, "\n");
  if (!isReadable(text)) return { blocks: [{ type: "verbatim", source: text, text }], definitions };
  try {
    const lexer = new Lexer(defaults);
    Object.assign(lexer.tokens.links, definitions);
    const tokens = lexer.lex(text);
    return { blocks: toBlocks(tokens, 0), definitions: { ...tokens.links } as Definitions }; // a record without prototype in marked
  } catch {
    // The tree was too deep for the stack. Nothing is lost: the words are all there.
    return { blocks: [{ type: "verbatim", source: text, text }], definitions };
  }
}

/** False for texts that take marked very long: no pattern of its is bounded on a run without end or on endless nesting. */
function isReadable(text: string): boolean {
  if (/^[ \t]*(?:>[ \t]?){50}/m.test(text) || /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+){50}/m.test(text)) return false;
  if (text.length <= RUN_LENGTH_MAX) return true;
  let isInFence = false;
  let runLength = 0;
  for (const line of text.split("\n")) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) isInFence = !isInFence;
    const isTableRow = /^ {0,3}\|/.test(line) && line.length < 4_000;
    runLength = isInFence || isTableRow || line.trim() === "" ? 0 : runLength + line.length;
    if (runLength > RUN_LENGTH_MAX) return false;
  }
  return true;
}

function toBlocks(tokens: readonly Token[], depth: number): Block[] {
  const blocks: Block[] = [];
  for (const token of tokens) {
    const block = toBlock(token, depth);
    if (block) blocks.push(block);
  }
  return blocks;
}

function toBlock(generic: Token, depth: number): Block | null {
  const source = generic.raw;
  if (generic.type === "mathBlock") return { type: "math", source, tex: textOf(generic), isOpen: "isOpen" in generic };
  if (depth > DEPTH_MAX) return { type: "verbatim", source, text: source };
  const token = generic as MarkedToken; // our extensions are dealt with, so it is one of marked's own
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return { type: "heading", source, depth: token.depth, children: toInlines(token.tokens, depth) };
    case "paragraph":
      return { type: "paragraph", source, children: toInlines(token.tokens, depth) };
    case "text":
      return {
        type: "paragraph",
        source,
        children: token.tokens
          ? toInlines(token.tokens, depth)
          : [{ type: "text", text: decodeReferences(token.text) }],
      };
    case "blockquote":
      return { type: "quote", source, children: toBlocks(token.tokens, depth + 1) };
    case "list":
      return {
        type: "list",
        source,
        isOrdered: token.ordered,
        start: token.start === "" ? 1 : token.start,
        isLoose: token.loose,
        items: token.items.map((item) => toItem(item, depth + 1)),
      };
    case "code":
      return { type: "code", source, language: languageOf(token.lang), text: token.text };
    case "table":
      return {
        type: "table",
        source,
        alignments: token.align,
        header: token.header.map((cell) => toInlines(cell.tokens, depth)),
        rows: token.rows.map((row) => row.map((cell) => toInlines(cell.tokens, depth))),
      };
    case "hr":
      return { type: "rule", source };
    default:
      return { type: "verbatim", source, text: source.replace(/\n+$/, "") };
  }
}

function toItem(item: Tokens.ListItem, depth: number): ListItem {
  const children = toBlocks(
    item.tokens.filter(({ type }) => type !== "checkbox"),
    depth,
  );
  return { source: item.raw, isDone: item.task ? item.checked === true : null, children };
}

function toInlines(tokens: readonly Token[], depth: number): Inline[] {
  const inlines: Inline[] = [];
  for (const token of tokens) {
    const inline = toInline(token, depth + 1);
    const last = inlines.at(-1);
    if (inline.type === "text" && last?.type === "text")
      inlines[inlines.length - 1] = { type: "text", text: last.text + inline.text };
    else inlines.push(inline);
  }
  return inlines;
}

function toInline(generic: Token, depth: number): Inline {
  if (generic.type === "mathInline")
    return { type: "math", tex: textOf(generic), isDisplay: "isDisplay" in generic && generic.isDisplay === true };
  if (depth > DEPTH_MAX * 2) return { type: "text", text: generic.raw };
  const token = generic as MarkedToken; // as above
  switch (token.type) {
    case "strong":
      return { type: "strong", children: toInlines(token.tokens, depth) };
    case "em":
      return { type: "emphasis", children: toInlines(token.tokens, depth) };
    case "del":
      return { type: "deleted", children: toInlines(token.tokens, depth) };
    case "codespan":
      return { type: "code", text: token.text };
    case "br":
      return { type: "break" };
    case "escape":
      return { type: "text", text: token.text };
    case "text":
      return { type: "text", text: decodeReferences(token.text) };
    case "link": {
      const link = toSafeLink(token.autolink ? token.href : decodeReferences(token.href));
      const children: Inline[] = token.autolink ? [{ type: "text", text: token.text }] : toInlines(token.tokens, depth);
      // Without a place to go to, what was written stays to be read.
      return link ? { type: "link", ...link, children } : { type: "text", text: token.raw };
    }
    case "image": {
      const link = toSafeLink(decodeReferences(token.href));
      return { type: "image", alt: decodeReferences(token.text), host: link?.host ?? null, href: link?.href ?? null };
    }
    default:
      return { type: "text", text: token.raw };
  }
}

function languageOf(info: string | undefined): string {
  return /^[\w+#.-]{1,30}/.exec(info ?? "")?.[0].toLowerCase() ?? "";
}

function textOf(token: Token): string {
  return "text" in token && typeof token.text === "string" ? token.text : token.raw;
}
