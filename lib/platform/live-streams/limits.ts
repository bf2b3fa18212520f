/** How far a reader may fall behind the writer, in characters of events. */
export const BEHIND_MAX = 1024 * 1024;

/** How long an ended stream can still be read. */
export const KEPT_AFTER_END_MS = 60_000;
