/** What happened to a conversation, told to every part of the page and to the person's other tabs. */
export type ConversationEvent =
  /** A turn began or ended: ask again. */
  | { kind: "changed"; conversationId: string }
  /** What is written after an answer is there: its title, a summary. */
  | { kind: "settled"; conversationId: string }
  | { kind: "renamed"; conversationId: string; title: string }
  | { kind: "deleted"; conversationId: string };

type Listener = (event: ConversationEvent, from: "here" | "another tab") => void;

const listeners = new Set<Listener>();
let channel: BroadcastChannel | null = null;

function openChannel(): BroadcastChannel | null {
  if (channel || typeof BroadcastChannel === "undefined") return channel;
  channel = new BroadcastChannel("parlance.conversations");
  channel.onmessage = ({ data }: MessageEvent<ConversationEvent>) => {
    for (const listener of listeners) listener(data, "another tab");
  };
  return channel;
}

export function tellConversationEvent(event: ConversationEvent): void {
  for (const listener of listeners) listener(event, "here");
  openChannel()?.postMessage(event);
}

export function onConversationEvent(listener: Listener): () => void {
  openChannel();
  listeners.add(listener);
  return () => listeners.delete(listener);
}
