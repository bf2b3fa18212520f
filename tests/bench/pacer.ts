const TICK_MS = 5;
const SLOTS = 256;

type Member = { slots: number; step: () => boolean };

/** Calls many steps at their own pace from one timer: hundreds of timers would be a load of their own. */
export type Pacer = {
  /** Calls `step` every `everyMs` (a multiple of five, 1,280 at most) until it returns false. The returned function ends it early. */
  join(everyMs: number, step: () => boolean): () => void;
};

/** A wheel of slots of five milliseconds; what a late tick missed is caught up with. */
export function createPacer(now: () => number = () => performance.now()): Pacer {
  const wheel = Array.from({ length: SLOTS }, () => new Set<Member>());
  const startedMs = now();
  let turned = 0;
  let members = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const slotAt = (tick: number): Set<Member> => wheel[tick % SLOTS] ?? new Set();

  function turn(): void {
    const due = Math.floor((now() - startedMs) / TICK_MS);
    while (turned < due) {
      turned += 1;
      const slot = slotAt(turned);
      for (const member of [...slot]) {
        slot.delete(member);
        if (member.step()) slotAt(turned + member.slots).add(member);
        else members -= 1;
      }
    }
    timer = members > 0 ? setTimeout(turn, Math.max(0, startedMs + (turned + 1) * TICK_MS - now())) : null;
  }

  return {
    join(everyMs, step) {
      const member = { slots: Math.min(SLOTS - 1, Math.max(1, Math.round(everyMs / TICK_MS))), step };
      if (members === 0) turned = Math.floor((now() - startedMs) / TICK_MS);
      slotAt(turned + member.slots).add(member);
      members += 1;
      if (timer === null) timer = setTimeout(turn, TICK_MS);
      return () => {
        for (const slot of wheel) if (slot.delete(member)) members -= 1;
      };
    },
  };
}
