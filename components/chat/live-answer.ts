import { StreamingMarkdown } from "@/components/markdown/streaming-markdown";

/** Runs a function before the next picture is drawn. */
export type RequestFrame = (run: () => void) => void;

/** A hidden page draws no pictures, but its answer goes on. */
const HIDDEN_FRAME_MS = 250;

export function requestBrowserFrame(run: () => void): void {
  if (document.hidden) setTimeout(run, HIDDEN_FRAME_MS);
  else requestAnimationFrame(run);
}

/**
 * The words of the answer that is being written, gathered for a frame before anybody hears of them.
 *
 * A stream that is joined again replays from its first word: what is known already is passed over, so that each character
 * appears once and nothing that was shown goes away.
 */
export class LiveAnswer {
  #markdown = new StreamingMarkdown();
  #pending: string[] = [];
  #known: string | null = null;
  #replayedLength = 0;
  #isFrameRequested = false;
  #version = 0;
  readonly #listeners = new Set<() => void>();
  readonly #requestFrame: RequestFrame;

  constructor(knownText: string, requestFrame: RequestFrame) {
    this.#requestFrame = requestFrame;
    this.#markdown.append(knownText);
  }

  get markdown(): StreamingMarkdown {
    return this.#markdown;
  }

  get text(): string {
    return this.#markdown.text + this.#pending.join("");
  }

  /** Changes whenever there is something new to draw. */
  readonly getVersion = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What comes next is the answer from its first word. */
  expectReplay(): void {
    this.#known = this.text;
    this.#replayedLength = 0;
  }

  receive(piece: string): void {
    const fresh = this.#passOverKnown(piece);
    if (fresh === "") return;
    this.#pending.push(fresh);
    if (this.#isFrameRequested) return;
    this.#isFrameRequested = true;
    this.#requestFrame(() => {
      this.#isFrameRequested = false;
      this.flush();
    });
  }

  /** Draws what was gathered, now. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const words = this.#pending.join("");
    this.#pending = [];
    this.#markdown.append(words);
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  #passOverKnown(piece: string): string {
    if (this.#known === null) return piece;
    const rest = this.#known.length - this.#replayedLength;
    const overlap = piece.slice(0, rest);
    if (!this.#known.startsWith(overlap, this.#replayedLength)) {
      // Another text than was shown: the server's is the one that holds.
      const replayed = this.#known.slice(0, this.#replayedLength);
      this.#known = null;
      this.#markdown = new StreamingMarkdown();
      this.#pending = [];
      return replayed + piece;
    }
    this.#replayedLength += overlap.length;
    if (this.#replayedLength < this.#known.length) return "";
    this.#known = null;
    return piece.slice(rest);
  }
}
