import { describe, expect, test } from "vitest";
import { parseMarkdown } from "@/components/markdown/parse-markdown";

const LENGTH = 19_000;
const UNITS = ["[","![","*a","*","_","__a ","`","``a","<","<a ","<!--","&","$","$a","$$a","\\(","\\[","~","~~a ","(","[a](","[a](<","[a][","[a]: ","> ","- ","1. ","  ","\t","|","|a","| a |\n|--|\n","#","\\","*a_ ","**a*","https://a","www.","a@","a.b@c.","<https://","\n","- a\n","  - a\n"," ","a ","*a **a ","![a](b","[![a](","<b>","</b>","]]","[]","[^1]","x\n","> a\n","    a\n","***a","~~~","***","a_b","\u0000","=\n","a\n=","- - "];
const TEXTS: readonly (readonly [string, string])[] = [
  ...UNITS.map((unit) => [unit, unit.repeat(Math.ceil(LENGTH / unit.length))] as const),
  ["a list 300 deep", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth * 2)}- a\n`).join("")],
  ["a table of 2,000 columns", `${"|a".repeat(2_000)}|\n${"|-".repeat(2_000)}|\n${`${"|b".repeat(2_000)}|\n`.repeat(3)}`],
  ["a table of 8,000 rows", `|a|b|\n|-|-|\n${"|cell|cell|\n".repeat(8_000)}`],
  ["8,000 paragraphs", "Hello **world** and `x`.\n\n".repeat(8_000)],
  ["code of 18,000 lines", `\`\`\`js\n${"let a = 1;\n".repeat(18_000)}`],
  ["a line of 5 MB", "a".repeat(5_000_000)],
  ["50,000 quotes in a quote", ">".repeat(50_000)],
];

describe("parseMarkdown on text that was made to be slow", () => {
  test.each(TEXTS)("reads %j in bounded time", (_name, text) => {
    const startMs = performance.now();
    expect(parseMarkdown(text).blocks).toBeDefined();
    expect(performance.now() - startMs).toBeLessThan(2_000);
  });
});
