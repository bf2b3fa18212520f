/** A run of code in one colour; `kind` is one of our few, null for plain. */
export type CodeRun = { kind: CodeKind | null; text: string };
export type CodeKind = "keyword" | "string" | "number" | "title" | "comment";

const KINDS: Readonly<Record<string, CodeKind>> = {
  keyword: "keyword",
  "meta-keyword": "keyword",
  "selector-tag": "keyword",
  name: "keyword",
  tag: "keyword",
  literal: "number",
  number: "number",
  symbol: "number",
  bullet: "number",
  variable: "number",
  "template-variable": "number",
  string: "string",
  regexp: "string",
  addition: "string",
  char: "string",
  subst: "string",
  title: "title",
  section: "title",
  function_: "title",
  class_: "title",
  built_in: "title",
  type: "title",
  attr: "title",
  attribute: "title",
  property: "title",
  "selector-class": "title",
  "selector-id": "title",
  comment: "comment",
  quote: "comment",
  doctag: "comment",
  meta: "comment",
  deletion: "keyword",
};

/** Gathers runs instead of markup, so that no HTML is made of code anywhere. */
class RunEmitter {
  readonly runs: CodeRun[] = [];
  #kinds: (CodeKind | null)[] = [];

  addText(text: string): void {
    const kind = this.#kinds.at(-1) ?? null;
    if (text === "") return;
    const last = this.runs.at(-1);
    if (last && last.kind === kind) last.text += text;
    else this.runs.push({ kind, text });
  }
  startScope(name: string): void {
    const parts = name.split(".");
    this.#kinds.push(KINDS[name] ?? KINDS[parts[0] ?? ""] ?? this.#kinds.at(-1) ?? null);
  }
  endScope(): void {
    this.#kinds.pop();
  }
  openNode(name: string): void {
    this.startScope(name);
  }
  closeNode(): void {
    this.endScope();
  }
  __addSublanguage(other: RunEmitter): void {
    for (const { kind, text } of other.runs) {
      this.#kinds.push(kind);
      this.addText(text);
      this.#kinds.pop();
    }
  }
  finalize(): void {}
  toHTML(): string {
    return "";
  }
}

type Highlighter = (text: string, language: string) => CodeRun[] | null;
let loading: Promise<Highlighter> | null = null;

/** Loads the highlighter once, when the first code is seen. It returns null for a language that it does not know. */
export function loadHighlighter(): Promise<Highlighter> {
  loading ??= import("highlight.js/lib/common").then(({ default: library }) => {
    library.configure({ __emitter: RunEmitter });
    return (text, language) => {
      if (!library.getLanguage(language)) return null;
      const { _emitter, errorRaised } = library.highlight(text, { language, ignoreIllegals: true });
      const { runs } = _emitter as unknown as RunEmitter; // the emitter that was configured above
      // Colours are a courtesy; the code is not: whatever goes wrong, every letter of it must be there.
      return errorRaised || runs.map((run) => run.text).join("") !== text ? null : runs;
    };
  });
  return loading;
}
