import { decode, encode } from "gpt-tokenizer/encoding/o200k_base";

const PROSE = `A release note is a promise about behaviour, so it is worth writing it from the reader's side. Start with what changed for them, then say what they have to do, and only then how it was built. Most people read the first two lines and stop, which is fine as long as those lines carry the risk. When a figure moved, give the old one and the new one together, because a number alone says nothing. Keep the list of fixes in the order in which people meet them, from the first page on. If something was removed, say what takes its place and until when the old way still works. A note that is honest about one known defect earns more trust than ten that praise the release. `;

const MARKDOWN = `## How the queue drains

A worker takes the **oldest** job that nobody holds, and it holds it for as long as it reports. Three things follow from that:

1. A job that is held by a dead worker comes back after its lease, not before.
2. Two workers never hold the same job, because the claim is one guarded \`UPDATE\`.
3. Retries are spread, so that a slow dependency is not hit by all of them at once.

\`\`\`ts
export async function claimJob(database: Database, worker: string): Promise<Job | null> {
  const [job] = await database.query<Job>({
    text: "update job set held_by = $1, held_until = now() + interval '30 seconds' where id = (select id from job where held_until < now() order by created_at limit 1 for update skip locked) returning *",
    values: [worker],
  });
  return job ?? null;
}
\`\`\`

| step | what it costs | what it saves |
|---|---:|---|
| claim | 0.7 ms | a lock service |
| report | 0.2 ms | a second claim |
| finish | 0.9 ms | a stuck job |

The expected wait is $W = \\frac{\\rho}{\\mu - \\lambda}$, which is why the *second* worker helps so much more than the tenth.

`;

/** The text of a scripted answer, one token a piece, repeated until it has `tokens` of them. */
export function scriptedAnswer(kind: "prose" | "markdown", tokens: number): string[] {
  const once = encode(kind === "prose" ? PROSE : MARKDOWN).map((token) => decode([token]));
  return Array.from({ length: tokens }, (_, index) => once[index % once.length] ?? "");
}
