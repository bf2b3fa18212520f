import { expect, test } from "vitest";
import { loadHighlighter } from "@/components/markdown/highlight-code";

test.each([
  ["ts", `export const a = \`x\${1 + b}\` // said & done\nfunction f<T>(x: T) { return x; }`],
  ["python", "def f(x):\n    '''Says \"hello\"'''\n    return f\"{x} < 1\""],
  ["html", "<script>let a = '</b>'</script><style>p{color:red}</style>"],
  ["bash", "echo \"$HOME\" | grep -v '<' # end"],
  ["json", '{"a": [1, true, null, "<script>"]}'],
])("code in %s keeps every letter and gets colours", async (language, code) => {
  const runs = (await loadHighlighter())(code, language);
  expect(runs?.map(({ text }) => text).join("")).toBe(code);
  expect(runs?.some(({ kind }) => kind !== null)).toBe(true);
});

test("code in a language that is not known stays plain", async () => {
  expect((await loadHighlighter())("a", "no-such-language")).toBe(null);
});
