/** The longest question, in UTF-16 code units. Longer texts belong into a file. Apart from the request, which the page does not parse. */
export const QUESTION_LENGTH_MAX = 200_000;
