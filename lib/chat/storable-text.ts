const LONE_HIGH_SURROGATE_AT_END = /[\uD800-\uDBFF]$/;

/**
 * A text as PostgreSQL takes it: without NUL, and without half a character at the end, which the next piece of the stream completes.
 */
export function toStorable(text: string): string {
  return text.replaceAll("\0", "").replace(LONE_HIGH_SURROGATE_AT_END, "").toWellFormed();
}
