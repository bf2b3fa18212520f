const PATH = /^\/c\/([0-9a-f-]{36})$/;

/** The conversation that a path shows, or null. */
export function conversationIdIn(pathname: string): string | null {
  return PATH.exec(pathname)?.[1] ?? null;
}
