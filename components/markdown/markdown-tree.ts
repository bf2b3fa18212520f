/** What stands in a line. Text is plain text: nothing in the tree is markup any more. */
export type Inline =
  | { type: "text"; text: string }
  | { type: "strong" | "emphasis" | "deleted"; children: Inline[] }
  | { type: "code"; text: string }
  | { type: "break" }
  | { type: "link"; href: string; host: string; children: Inline[] }
  | { type: "image"; alt: string; host: string | null; href: string | null }
  | { type: "math"; tex: string; isDisplay: boolean };

export type Alignment = "left" | "center" | "right" | null;
export type ListItem = { source: string; isDone: boolean | null; children: Block[] };

/** A block of an answer. `source` is the Markdown it was read from: two blocks with the same source look the same. */
export type Block = { source: string } & (
  | { type: "paragraph"; children: Inline[] }
  | { type: "heading"; depth: number; children: Inline[] }
  | { type: "quote"; children: Block[] }
  | { type: "list"; isOrdered: boolean; start: number; isLoose: boolean; items: ListItem[] }
  | { type: "code"; language: string; text: string }
  | { type: "table"; alignments: Alignment[]; header: Inline[][]; rows: Inline[][][] }
  /** `isOpen`: its end is not written yet. */
  | { type: "math"; tex: string; isOpen: boolean }
  | { type: "rule" }
  /** What is shown letter by letter: raw HTML, and what is too deep or too long to be read as Markdown. */
  | { type: "verbatim"; text: string }
);

/** The words of a line without any form. */
export function toPlainText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.type) {
        case "text":
        case "code":
          return inline.text;
        case "break":
          return "\n";
        case "math":
          return inline.tex;
        case "image":
          return inline.alt;
        default:
          return toPlainText(inline.children);
      }
    })
    .join("");
}
