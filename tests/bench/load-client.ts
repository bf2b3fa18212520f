/** Asks for answers over kept-alive connections and looks at no more of them than it must. Forked by the bench; takes LoadJobs as messages. */
import { randomUUID } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { type LoadJob, type LoadResult, type Slot, toTimes } from "@/tests/bench/load-job";

/** What new text looks like on the wire. */
const MARKS = { openai: '"delta":{"content":"', "ui-stream": '"type":"text-delta"' };
const END = "[DONE]";
const FAILURES_MAX = 20;

type Watch = { firstToken: number[]; gaps: number[]; answer: number[] };

async function run(job: LoadJob): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.concurrency, maxFreeSockets: job.concurrency });
  const free = [...job.slots];
  const watch: Watch = { firstToken: [], gaps: [], answer: [] };
  const failures: string[] = [];
  const deadline = AbortSignal.timeout(job.deadlineMs);
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  let started = 0;
  let completed = 0;

  async function work(): Promise<void> {
    while (started < job.answers && failures.length < FAILURES_MAX && !deadline.aborted) {
      const slot = free.shift();
      if (!slot) throw new Error("fewer slots than answers at once");
      started += 1;
      const problem = await ask(job, slot, agent, watch, deadline, started % job.verifyEvery === 0).catch(String);
      if (problem === null) completed += 1;
      else failures.push(problem);
      free.push(slot);
    }
  }

  await Promise.all(Array.from({ length: Math.min(job.concurrency, job.answers) }, work));
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  agent.destroy();
  return {
    completed,
    failures,
    wallMs,
    firstToken: toTimes(watch.firstToken),
    gaps: toTimes(watch.gaps),
    answer: toTimes(watch.answer),
    cpuMs: (user + system) / 1_000,
  };
}

/** One answer. Null when it came whole, otherwise what was wrong with it. */
function ask(
  job: LoadJob,
  slot: Slot,
  agent: Agent,
  watch: Watch,
  signal: AbortSignal,
  verify: boolean,
): Promise<string | null> {
  const body = slot.body.replaceAll("$ID", randomUUID());
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      job.url,
      {
        method: "POST",
        agent,
        signal,
        headers: { ...slot.headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      (answer) => follow(job, answer, startedMs, watch, verify).then(resolve, reject),
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function follow(
  job: LoadJob,
  answer: IncomingMessage,
  startedMs: number,
  watch: Watch,
  verify: boolean,
): Promise<string | null> {
  const mark = MARKS[job.protocol];
  const kept: Buffer[] = [];
  let end = "";
  let lastMs = 0;
  answer.on("data", (chunk: Buffer) => {
    const text = end + chunk.toString("latin1");
    if (text.includes(mark)) {
      const nowMs = performance.now();
      if (lastMs === 0) watch.firstToken.push(nowMs - startedMs);
      else watch.gaps.push(nowMs - lastMs);
      lastMs = nowMs;
    }
    end = text.slice(1 - mark.length); // shorter than the mark, so that none is seen twice
    if (verify || answer.statusCode !== 200) kept.push(chunk);
  });
  await new Promise((resolve, reject) => answer.on("end", resolve).on("error", reject));
  const whole = Buffer.concat(kept).toString("utf8");
  if (answer.statusCode !== 200) return `status ${answer.statusCode}: ${whole.slice(0, 300)}`;
  if (!end.trimEnd().endsWith(END)) return "ended without [DONE]";
  watch.answer.push(performance.now() - startedMs);
  return verify && textOf(whole) !== job.expectedText ? "the text is not the one that was sent" : null;
}

/** The words of a stream of either protocol. */
function textOf(stream: string): string {
  const events = stream
    .split("\n\n")
    .flatMap((block) => (block.startsWith("data: {") ? [JSON.parse(block.slice(6))] : []));
  return events
    .map(
      (event) =>
        event.delta?.content ??
        (event.type === "text-delta" ? event.delta : undefined) ??
        event.choices?.[0]?.delta?.content ??
        "",
    )
    .join("");
}

process.on("message", (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ completed: 0, failures: [String(error)] }),
  );
});
process.on("disconnect", () => process.exit());
process.send?.({ isReady: true });
