import { createRequire } from "node:module";
import type { Encoding } from "@/lib/models/families";
import { cutLongRuns } from "@/lib/models/long-runs";

type Tokenizer = Pick<
  typeof import("gpt-tokenizer/encoding/o200k_base"),
  "countTokens" | "setMergeCacheSize" | "clearMergeCache"
>;

/**
 * The package remembers how it took a word apart. Its own bound evicts word by word, which gets slow when it is full (10 µs a word), so
 * that everything is forgotten at once, after so many characters: some megabytes at most.
 */
const FORGET_AFTER_CHARACTERS = 200_000;
/** Special tokens in a person's text are text: `<|endoftext|>` is counted like any other word, never refused. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

const require = createRequire(import.meta.url);
const loaded = new Map<Encoding, Tokenizer>();
let charactersSinceForgetting = 0;

/**
 * How many tokens a text has.
 *
 * Never throws. Time is linear in the length whatever the text: a run without a place to cut is cut every so often, which can add a
 * token per cut. Server only: the first call loads an encoding of some megabytes.
 */
export function countTokens(text: string, encoding: Encoding): number {
  if (text === "") return 0;
  const tokenizer = load(encoding);
  let tokens = 0;
  for (const part of cutLongRuns(text)) {
    tokens += tokenizer.countTokens(part, AS_TEXT);
    charactersSinceForgetting += part.length;
    if (charactersSinceForgetting > FORGET_AFTER_CHARACTERS) {
      tokenizer.clearMergeCache();
      charactersSinceForgetting = 0;
    }
  }
  return tokens;
}

/** Loaded when it is first needed: an installation that never asks an old model never holds its encoding. */
function load(encoding: Encoding): Tokenizer {
  const known = loaded.get(encoding);
  if (known) return known;
  const tokenizer: Tokenizer =
    encoding === "o200k_base"
      ? require("gpt-tokenizer/encoding/o200k_base")
      : require("gpt-tokenizer/encoding/cl100k_base");
  tokenizer.setMergeCacheSize(Number.MAX_SAFE_INTEGER);
  loaded.set(encoding, tokenizer);
  return tokenizer;
}
