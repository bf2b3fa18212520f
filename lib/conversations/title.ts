/** The longest title, in characters. */
export const TITLE_LENGTH_MAX = 80;

/** What a model wrote as a title, as one short line: without quotation marks, Markdown and control characters. Empty when nothing is left. */
export function cleanTitle(text: string): string {
  const line = text
    .replace(/\p{Cc}/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(?:#+ |title: ?|["'“„«*_`]+)+/iu, "")
    .replace(/["'”“»*_`.]+$/u, "")
    .trim();
  const characters = Array.from(line.toWellFormed());
  return characters.length <= TITLE_LENGTH_MAX
    ? characters.join("")
    : `${characters
        .slice(0, TITLE_LENGTH_MAX - 1)
        .join("")
        .trimEnd()}…`;
}
