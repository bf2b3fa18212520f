import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import type { Actor } from "@/lib/accounts/actor";
import { type FoundAnswer, findAnswer } from "@/lib/chat/find-answer.server";
import type { StreamEvent, TurnStarted } from "@/lib/chat/stream-events";
import { toStreamJson } from "@/lib/chat/stream-json";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The answer of a turn, as any number of readers can read it from its start: batches of events in JSON. */
export type Answer = {
  turnId: string;
  /** Aborting `signal` detaches this reader; the answer goes on. */
  read(signal: AbortSignal): AsyncIterable<readonly string[]>;
};

type World = Pick<Runtime, "database" | "liveStreams">;

/** How often an answer that another process writes is looked up, where no live stream can be had. */
const LOOK_EVERY_MS = 500;

/** The answer of a turn that runs or has ended: live where its stream is within reach, from the database otherwise. */
export function rejoinAnswer(world: World, { turnId }: { turnId: string }): Answer {
  return {
    turnId,
    read: (signal) =>
      openedLate(async () => (await world.liveStreams.read(turnId, signal)) ?? readFromDatabase(world, turnId, signal)),
  };
}

/** An iteration whose source is opened when it is first asked. By hand: a generator around it would cost more than the source, each time. */
function openedLate<Item>(open: () => Promise<AsyncIterable<Item>>): AsyncIterable<Item> {
  return {
    [Symbol.asyncIterator]() {
      let source: AsyncIterator<Item> | null = null;
      const first = async () => {
        source = (await open())[Symbol.asyncIterator]();
        return source.next();
      };
      return { next: () => source?.next() ?? first() };
    },
  };
}

/** The running answer of a person's conversation, or null when none is being written. Throws `not-found` for a foreign one. */
export async function findRunningAnswer(world: World, actor: Actor, conversationId: string): Promise<Answer | null> {
  const [row] = await world.database.query<{ turnId: string | null }>({
    name: "running-answer",
    text: `
      select t.id as "turnId" from conversation c left join turn t on t.conversation_id = c.id and t.state = 'running'
      where c.id = $1 and c.person_id = $2 and c.deleted_at is null`,
    values: [conversationId, actor.id],
  });
  if (!row) throw new AppError("not-found", "There is no such chat any more.");
  return row.turnId ? rejoinAnswer(world, { turnId: row.turnId }) : null;
}

/** The events with which every answer starts. */
export function openingEvents(started: TurnStarted): string[] {
  const events: StreamEvent[] = [
    { type: "start", messageId: started.answerId },
    { type: "data-turn", id: started.turnId, data: started },
  ];
  return events.map(toStreamJson);
}

async function* readFromDatabase(world: World, turnId: string, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  let sent = -1;
  while (!signal.aborted) {
    const row = await findAnswer(world, turnId);
    if (!row) return;
    const events: StreamEvent[] = [];
    if (sent < 0) {
      yield openingEvents(row.started);
      events.push({ type: "text-start", id: row.started.answerId });
      sent = 0;
    }
    if (row.text.length > sent) {
      events.push({ type: "text-delta", id: row.started.answerId, delta: row.text.slice(sent) });
      sent = row.text.length;
    }
    if (row.ended) events.push(...closingEvents(row, row.ended));
    if (events.length > 0) yield events.map(toStreamJson);
    if (row.ended) return;
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}

function closingEvents({ started }: FoundAnswer, ended: NonNullable<FoundAnswer["ended"]>): StreamEvent[] {
  return [
    { type: "text-end", id: started.answerId },
    { type: "data-end", id: started.turnId, data: ended },
    { type: "finish" },
  ];
}
