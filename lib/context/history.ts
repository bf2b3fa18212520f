import { messageTokens } from "@/lib/models/prompt-count";

/** A message of the branch, as the context sees it. `tokens` is our count of the text alone. */
export type HistoryMessage = { id: string; role: "user" | "assistant"; text: string; tokens: number; depth: number };

/** A question with everything that was answered to it. The unit of pruning and summarising: half of one is never sent. */
export type Exchange = { messages: readonly HistoryMessage[]; tokens: number };

/** Groups the messages of a branch into exchanges; messages without text (a failed answer) are left out. */
export function toExchanges(messages: readonly HistoryMessage[]): Exchange[] {
  const groups: HistoryMessage[][] = [];
  for (const message of messages) {
    if (message.text === "") continue;
    const open = groups.at(-1);
    if (message.role === "user" || !open) groups.push([message]);
    else open.push(message);
  }
  return groups.map((group) => ({
    messages: group,
    tokens: group.reduce((sum, { tokens }) => sum + messageTokens(tokens), 0),
  }));
}
