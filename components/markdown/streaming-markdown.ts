import type { Block } from "@/components/markdown/markdown-tree";
import { type Definitions, parseMarkdown } from "@/components/markdown/parse-markdown";

/**
 * Reads an answer while it is being written: finished blocks are read once and kept, only the last one is read again.
 *
 * A block is finished when another one has begun after it. The cost of a piece is that of the last block, not of the answer.
 */
export class StreamingMarkdown {
  /** Finished blocks. Only ever grows, and its members never change. */
  readonly finished: Block[] = [];
  /** The block that is being written; none before the first words and between two blocks. */
  open: readonly Block[] = [];
  #tail = "";
  #pieces: string[] = [];
  #length = 0;
  #definitions: Definitions = {};
  #endedWithReturn = false;

  get length(): number {
    return this.#length;
  }

  /** Everything that was written so far. */
  get text(): string {
    if (this.#pieces.length > 1) this.#pieces = [this.#pieces.join("")];
    return this.#pieces[0] ?? "";
  }

  append(piece: string): void {
    if (piece === "") return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    const text = this.#normalise(piece);
    this.#tail += text;
    // What a line is can be said only when it is whole: `*` may become a list, a rule or a word.
    if (text.includes("\n")) this.#keepFinished(this.#tail.lastIndexOf("\n") + 1);
    this.open = parseMarkdown(this.#tail, this.#definitions).blocks;
  }

  #keepFinished(wholeLinesEnd: number): void {
    const lines = this.#tail.slice(0, wholeLinesEnd);
    const { blocks, definitions } = parseMarkdown(lines, this.#definitions);
    const last = blocks.at(-1);
    // A formula without its end may still turn out to be none, and then join what stands before it.
    if (blocks.length < 2 || !last || (last.type === "math" && last.isOpen)) return;
    const at = lines.lastIndexOf(last.source);
    // The source of the last block must stand at the end, or the rest was read in a way that cannot be cut.
    // Without a blank line before it, a later line (`===`, say) may still join the two.
    if (!/\n[ \t]*\n$/.test(lines.slice(0, Math.max(0, at)))) return;
    if (lines.slice(at + last.source.length).trim() !== "" || !this.#readsTheSame(lines, at, blocks)) return;
    this.finished.push(...blocks.slice(0, -1));
    this.#tail = this.#tail.slice(at);
    this.#definitions = definitions;
  }

  /** The blocks of the finished answer. Reads it whole again only where a definition may stand after its use. */
  finish(): readonly Block[] {
    const { definitions } = parseMarkdown(this.#tail, this.#definitions);
    if (Object.keys(definitions).length > 0) return parseMarkdown(this.text).blocks;
    return [...this.finished, ...this.open];
  }

  /** CR LF may be cut in two by the network. */
  #normalise(piece: string): string {
    const text = this.#endedWithReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    this.#endedWithReturn = piece.endsWith("\r");
    return text.replace(/\r\n?/g, "\n");
  }

  /** True when `lines`, cut at `at`, still give the same blocks: an indented line means another thing at the start. */
  #readsTheSame(lines: string, at: number, blocks: readonly Block[]): boolean {
    const head = parseMarkdown(lines.slice(0, at), this.#definitions).blocks;
    const rest = parseMarkdown(lines.slice(at), this.#definitions).blocks;
    const whole = [...head, ...rest];
    return (
      whole.length === blocks.length &&
      whole.every(
        (block, index) =>
          block.type === blocks[index]?.type && block.source.trimEnd() === blocks[index]?.source.trimEnd(),
      )
    );
  }
}
