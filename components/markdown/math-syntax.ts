import type { TokenizerExtension } from "marked";

const FORMULA_LENGTH_MAX = 4_000;
/** Marked asks this for every paragraph with the whole rest of the text: an unbounded search would be quadratic. */
const SEARCH_LENGTH_MAX = 8_000;
const BLOCK = /^ {0,3}(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\])[ \t]*(?:\n|$)/;
const OPEN = /^ {0,3}(?:\$\$(?![\s\S]*\$\$)|\\\[(?![\s\S]*\\\]))/;
const DISPLAY = /^(?:\$\$([^$\n]+?)\$\$|\\\[([^\n]+?)\\\])/;
const ROUND = /^\\\(([\s\S]+?)\\\)/;
/** A dollar opens a formula only before and closes one only after something, and not before a figure: "$5 and $6" is money. */
const DOLLAR = /^\$(?![\s$])((?:[^$\n\\]|\\[^\n])*?[^\s\\$])\$(?![\d$])/;

/** LaTeX on lines of its own: `$$…$$` and `\[…\]`. */
export const mathBlock: TokenizerExtension = {
  name: "mathBlock",
  level: "block",
  start: (source) => positionOf(/(?:^|\n) {0,3}(?:\$\$|\\\[)/, source.slice(0, SEARCH_LENGTH_MAX)),
  tokenizer(source) {
    if (!/^ {0,3}(?:\$\$|\\\[)/.test(source)) return undefined;
    const paragraph = upToBlankLine(source.slice(0, FORMULA_LENGTH_MAX));
    const match = BLOCK.exec(paragraph);
    if (match) return { type: "mathBlock", raw: match[0], text: (match[1] ?? match[2] ?? "").trim() };
    // The end has not been written yet. Were it read as something else until then, its lines would become lists and headings.
    const isUnfinished = paragraph.length === source.length && OPEN.test(paragraph);
    return isUnfinished ? { type: "mathBlock", raw: paragraph, text: paragraph.trim(), isOpen: true } : undefined;
  },
};

/** LaTeX in a line: `\(…\)`, `$…$`, and the two display forms. */
export const mathInline: TokenizerExtension = {
  name: "mathInline",
  level: "inline",
  start: (source) => positionOf(/\$|\\[([]/, source),
  tokenizer(source) {
    const first = source.charCodeAt(0);
    if (first !== 0x24 && first !== 0x5c) return undefined;
    const head = source.slice(0, FORMULA_LENGTH_MAX);
    const display = DISPLAY.exec(head);
    if (display)
      return { type: "mathInline", raw: display[0], text: (display[1] ?? display[2] ?? "").trim(), isDisplay: true };
    const inline = ROUND.exec(head) ?? DOLLAR.exec(head);
    return inline
      ? { type: "mathInline", raw: inline[0], text: (inline[1] ?? "").trim(), isDisplay: false }
      : undefined;
  },
};

function upToBlankLine(source: string): string {
  const at = source.search(/\n[ \t]*\n/);
  return at < 0 ? source : source.slice(0, at + 1);
}

function positionOf(pattern: RegExp, source: string): number | undefined {
  const at = source.search(pattern);
  return at < 0 ? undefined : at;
}
