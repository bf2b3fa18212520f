/** Merging the bytes of one piece takes quadratic time, so that no piece may be longer. */
const RUN_BYTES_MAX = 160;
/** No run can be too long in a text that is shorter. */
const RUN_LENGTH_MIN = 50;
/** Long texts are handed out in parts of about this length, cut before the space between two words, where every piece ends anyway. */
const PART_LENGTH = 50_000;
const SPACE = 0x20;

const LETTER = 1;
const OTHER = 2;
const DIGIT = 4;

/** What each UTF-16 code unit can be part of, found out when it is first met; 0: not yet. */
const kinds = new Uint8Array(0x1_0000);

/**
 * Cuts a text where one piece of the tokenizer's splitting pattern would be too long; ordinary text comes back whole, or in large parts.
 *
 * The patterns of OpenAI's encodings split between letters, digits (in threes) and everything else, so that only a long run of letters
 * or of everything else can make a long piece. Joined together the parts are the text.
 */
export function cutLongRuns(text: string): string[] {
  if (text.length < RUN_LENGTH_MIN) return [text];
  const parts: string[] = [];
  let start = 0;
  let letterBytes = 0;
  let otherBytes = 0;
  let previous = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const kind = knownKindOf(unit);
    const bytes = unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    letterBytes = kind & LETTER ? letterBytes + bytes : 0;
    otherBytes = kind & OTHER ? otherBytes + bytes : 0;
    const isWordEnd = unit === SPACE && previous === LETTER && index - start >= PART_LENGTH;
    previous = kind;
    const isTooLong = letterBytes > RUN_BYTES_MAX || otherBytes > RUN_BYTES_MAX;
    const isLowSurrogate = (unit & 0xfc00) === 0xdc00;
    if (!isWordEnd && (!isTooLong || isLowSurrogate)) continue; // never between the halves of a character
    parts.push(text.slice(start, index));
    start = index;
    letterBytes = kind & LETTER ? bytes : 0;
    otherBytes = kind & OTHER ? bytes : 0;
  }
  parts.push(start === 0 ? text : text.slice(start));
  return parts;
}

function knownKindOf(unit: number): number {
  const known = kinds[unit];
  if (known) return known;
  const kind = kindOf(unit);
  kinds[unit] = kind;
  return kind;
}

function kindOf(unit: number): number {
  const isHalf = (unit & 0xf800) === 0xd800;
  const character = String.fromCharCode(unit);
  if (isHalf || /\p{M}/u.test(character)) return LETTER | OTHER;
  if (/\p{L}/u.test(character)) return LETTER;
  return /\p{N}/u.test(character) ? DIGIT : OTHER;
}
