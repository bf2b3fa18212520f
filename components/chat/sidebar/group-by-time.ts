import type { ConversationLine } from "@/lib/conversations/views";

export type TimeGroup = { label: string; conversations: ConversationLine[] };

const DAY_MS = 86_400_000;

/** The lines of the sidebar, newest first, under "Today", "Yesterday", "Last 7 days", "Last 30 days" and months, by the days of `now`. */
export function groupByTime(conversations: readonly ConversationLine[], now: Date): TimeGroup[] {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const groups: TimeGroup[] = [];
  for (const conversation of conversations) {
    const label = labelOf(new Date(conversation.updatedAt), today, now);
    const last = groups.at(-1);
    if (last?.label === label) last.conversations.push(conversation);
    else groups.push({ label, conversations: [conversation] });
  }
  return groups;
}

function labelOf(time: Date, today: number, now: Date): string {
  const at = time.getTime();
  if (at >= today) return "Today";
  // A day of 25 hours at the end of summer time must not have two yesterdays.
  if (at >= new Date(today - DAY_MS / 2).setHours(0, 0, 0, 0)) return "Yesterday";
  if (at >= today - 7 * DAY_MS) return "Last 7 days";
  if (at >= today - 30 * DAY_MS) return "Last 30 days";
  return time.toLocaleDateString("en", {
    month: "long",
    ...(time.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  });
}
