import type { ConversationLine, ConversationPage } from "@/lib/conversations/views";
import { callApi } from "@/lib/http/call-api";

export type SidebarState = {
  conversations: readonly ConversationLine[];
  nextCursor: string | null;
  search: string;
  isLoading: boolean;
  /** Why the list could not be fetched; null when it could. */
  problem: string | null;
};

/** The list of conversations: its pages, the search, and what happens to them while the page is open. */
export class SidebarStore {
  #state: SidebarState;
  #asked = 0;
  readonly #listeners = new Set<() => void>();
  readonly #fetch: typeof globalThis.fetch;

  constructor(first: ConversationPage, fetch: typeof globalThis.fetch = (...call) => globalThis.fetch(...call)) {
    this.#state = { ...first, search: "", isLoading: false, problem: null };
    this.#fetch = fetch;
  }

  readonly getState = (): SidebarState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows what is in the list for these words; none: all. */
  async find(search: string): Promise<void> {
    this.#set({ search, isLoading: true });
    await this.#load(search, null);
  }

  async refresh(): Promise<void> {
    await this.#load(this.#state.search, null);
  }

  async loadMore(): Promise<void> {
    const { nextCursor, isLoading, search } = this.#state;
    if (nextCursor === null || isLoading) return;
    this.#set({ isLoading: true });
    await this.#load(search, nextCursor);
  }

  /** A turn was taken: the conversation is now the newest, and there if it was not. */
  touch(id: string): void {
    const known = this.#state.conversations.find((line) => line.id === id);
    if (!known && this.#state.search !== "") return;
    const line: ConversationLine = { id, title: known?.title ?? null, updatedAt: new Date().toISOString() };
    this.#set({ conversations: [line, ...this.#state.conversations.filter((other) => other.id !== id)] });
  }

  rename(id: string, title: string): void {
    this.#set({ conversations: this.#state.conversations.map((line) => (line.id === id ? { ...line, title } : line)) });
  }

  remove(id: string): void {
    this.#set({ conversations: this.#state.conversations.filter((line) => line.id !== id) });
  }

  async #load(search: string, cursor: string | null): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const query = new URLSearchParams({ ...(search === "" ? {} : { search }), ...(cursor === null ? {} : { cursor }) });
    const result = await callApi<ConversationPage>("GET", `/api/conversations${query.size > 0 ? `?${query}` : ""}`, {
      fetch: this.#fetch,
    });
    if (asked !== this.#asked) return; // a later question has overtaken this one
    if (!result.ok) {
      this.#set({ isLoading: false, problem: result.failure.message });
      return;
    }
    const { conversations, nextCursor } = result.answer;
    if (cursor === null) {
      this.#set({ conversations, nextCursor, isLoading: false, problem: null });
      return;
    }
    const known = new Set(this.#state.conversations.map(({ id }) => id));
    this.#set({
      conversations: [...this.#state.conversations, ...conversations.filter(({ id }) => !known.has(id))],
      nextCursor,
      isLoading: false,
      problem: null,
    });
  }

  #set(change: Partial<SidebarState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
