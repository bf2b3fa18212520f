import type { MessageView } from "@/lib/conversations/views";

/**
 * The messages of a thread after the server was asked again: `fresh` are the newest of its branch, oldest first.
 *
 * What has not changed stays the same object, so that it is not drawn again; older messages that were fetched before stay.
 */
export function mergeMessages(
  shown: readonly MessageView[],
  fresh: readonly MessageView[],
  freshHasOlder: boolean,
): readonly MessageView[] {
  const first = fresh[0];
  if (!first) return shown.length === 0 ? shown : [];
  const byId = new Map(shown.map((message) => [message.id, message]));
  const newest = fresh.map((message) => {
    const before = byId.get(message.id);
    return before && isSame(before, message) ? before : message;
  });
  const joinsAt = freshHasOlder ? shown.findIndex(({ id }) => id === first.id) : -1;
  const merged = joinsAt > 0 ? [...shown.slice(0, joinsAt), ...newest] : newest;
  const isUnchanged = merged.length === shown.length && merged.every((message, index) => message === shown[index]);
  return isUnchanged ? shown : merged;
}

function isSame(before: MessageView, after: MessageView): boolean {
  return (
    before.state === after.state &&
    before.text === after.text &&
    before.parentId === after.parentId &&
    before.finishReason === after.finishReason &&
    before.receipt?.costUsd === after.receipt?.costUsd &&
    before.receipt?.basis === after.receipt?.basis &&
    before.failure?.code === after.failure?.code
  );
}
