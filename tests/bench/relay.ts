import type { LoadJob, LoadResult, Times } from "@/tests/bench/load-job";
import { cpuMs, cpuMsBelow, type Part, residentBytes } from "@/tests/bench/processes";
import { type Figure, type Findings, figure, kilobytes, median, ms, times } from "@/tests/bench/report";
import { scriptedAnswer } from "@/tests/bench/scripted-answer";
import type { Target } from "@/tests/bench/targets";
import type { UpstreamScript } from "@/tests/bench/upstream";

/** What the scenarios of relaying work with. */
export type RelayBench = {
  upstream: Part<UpstreamScript, object>;
  client: Part<LoadJob, LoadResult>;
  /** The product stands last. */
  targets: readonly Target[];
  log(line: string): void;
};

type Name = Target["name"];
type Measured = { answers: LoadResult; cpuMs: number; cpuMsBelow: number };

const TOKENS = 200;
const EXPECTED = scriptedAnswer("prose", TOKENS).join("");
/** What follows an answer without anybody waiting for it belongs to its cost. */
const AFTERWARDS_MS = 500;

async function measure(
  bench: RelayBench,
  target: Target,
  { answers, concurrency, verifyEvery = 10 }: { answers: number; concurrency: number; verifyEvery?: number },
): Promise<Measured> {
  const before = { own: cpuMs(target.pid), below: cpuMsBelow(target.pid) };
  const result = await bench.client.ask({
    url: target.url,
    protocol: target.protocol,
    slots: target.slots,
    answers,
    concurrency,
    deadlineMs: 120_000,
    expectedText: EXPECTED,
    verifyEvery,
  });
  await pause(AFTERWARDS_MS);
  if (result.failures.length > 0) bench.log(`${target.name}: ${result.failures.length} failed: ${result.failures[0]}`);
  return { answers: result, cpuMs: cpuMs(target.pid) - before.own, cpuMsBelow: cpuMsBelow(target.pid) - before.below };
}

/** Each target once a round, so that what disturbs the machine disturbs them all. */
async function interleave(
  bench: RelayBench,
  rounds: number,
  load: { answers: number; concurrency: number },
): Promise<Record<Name, Measured[]>> {
  const found: Record<Name, Measured[]> = { raw: [], streamText: [], product: [] };
  for (const target of bench.targets)
    await measure(bench, target, { answers: load.concurrency * 2, concurrency: load.concurrency });
  for (let round = 0; round < rounds; round += 1) {
    for (const target of bench.targets) found[target.name].push(await measure(bench, target, load));
  }
  return found;
}

const perSecond = ({ answers }: Measured) => (answers.completed / answers.wallMs) * 1_000;
const middle = (measured: readonly Measured[], of: (one: Measured) => number) => median(measured.map(of));
const failed = (measured: readonly Measured[]) =>
  measured.reduce((sum, { answers }) => sum + answers.failures.length, 0);

/** First token of an answer, one at a time, with everything that a turn does. */
export async function benchFirstToken(bench: RelayBench): Promise<Findings> {
  await bench.upstream.ask({ kind: "prose", tokens: TOKENS, tokensPerSecond: 0 });
  for (const target of bench.targets) await measure(bench, target, { answers: 300, concurrency: 4 });
  const found = await interleave(bench, 5, { answers: 60, concurrency: 1 });
  const of = (name: Name, which: keyof Times) => middle(found[name], ({ answers }) => answers.firstToken[which]);
  const line = (which: "p50" | "p95"): Figure => {
    const ratio = of("product", which) / of("raw", which);
    return figure("relay", `first token, one at a time, ${which}`, {
      target: which === "p50" ? "≤ 5 × raw" : "",
      measured: ms(of("product", which)),
      baseline: `raw ${ms(of("raw", which))}, streamText ${ms(of("streamText", which))}`,
      ratio: `${times(ratio)} raw, ${times(of("product", which) / of("streamText", which))} streamText`,
      isMet: which === "p50" ? ratio <= 5 : null,
    });
  };
  const cpu = figure("relay", "CPU of one whole answer, one at a time", {
    measured: `web ${ms(middle(found.product, (one) => one.cpuMs / 60))}, database ${ms(middle(found.product, (one) => one.cpuMsBelow / 60))}`,
    baseline: `raw ${ms(middle(found.raw, (one) => one.cpuMs / 60))}, streamText ${ms(middle(found.streamText, (one) => one.cpuMs / 60))}`,
  });
  return { figures: [line("p50"), line("p95"), cpu], data: found };
}

/** Answers a second at twenty at a time. */
export async function benchThroughput(bench: RelayBench): Promise<Findings> {
  await bench.upstream.ask({ kind: "prose", tokens: TOKENS, tokensPerSecond: 0 });
  const found = await interleave(bench, 3, { answers: 300, concurrency: 20 });
  const rate = (name: Name) => middle(found[name], perSecond);
  const raw = rate("product") / rate("raw");
  const streamText = rate("product") / rate("streamText");
  const count = failed(found.product);
  return {
    figures: [
      figure("relay", "answers a second, 20 at a time", {
        target: "≥ 0.20 × raw, ≥ 2 × streamText",
        measured: `${rate("product").toFixed(0)}${count > 0 ? ` (${count} failed)` : ""}`,
        baseline: `raw ${rate("raw").toFixed(0)}, streamText ${rate("streamText").toFixed(0)}`,
        ratio: `${times(raw)} raw, ${times(streamText)} streamText`,
        isMet: raw >= 0.2 && streamText >= 2 && count === 0,
      }),
      figure("relay", "CPU of one whole answer, 20 at a time", {
        measured: `web ${ms(middle(found.product, (one) => one.cpuMs / 300))}, database ${ms(middle(found.product, (one) => one.cpuMsBelow / 300))}`,
        baseline: `raw ${ms(middle(found.raw, (one) => one.cpuMs / 300))}, streamText ${ms(middle(found.streamText, (one) => one.cpuMs / 300))}`,
      }),
    ],
    data: found,
  };
}

/** CPU for a relayed token: 200 answers at once, each at 20 tokens a second. */
export async function benchCpuPerToken(bench: RelayBench): Promise<Findings> {
  await bench.upstream.ask({ kind: "prose", tokens: TOKENS, tokensPerSecond: 20 });
  const found: Record<Name, Measured[]> = { raw: [], streamText: [], product: [] };
  for (let round = 0; round < 2; round += 1) {
    for (const target of bench.targets)
      found[target.name].push(await measure(bench, target, { answers: 200, concurrency: 200 }));
  }
  const micros = (name: Name, of: (one: Measured) => number) =>
    middle(found[name], (one) => (of(one) * 1_000) / (Math.max(1, one.answers.completed) * TOKENS));
  const own = micros("product", (one) => one.cpuMs);
  const database = micros("product", (one) => one.cpuMsBelow);
  const streamText = micros("streamText", (one) => one.cpuMs);
  return {
    figures: [
      figure("relay", "CPU for a relayed token, 200 answers at once", {
        target: "≤ 100 µs, ≤ 0.5 × streamText",
        measured: `web ${own.toFixed(0)} µs, database ${database.toFixed(0)} µs`,
        baseline: `raw ${micros("raw", (one) => one.cpuMs).toFixed(0)} µs, streamText ${streamText.toFixed(0)} µs`,
        ratio: `${times(own / streamText)} streamText (${times((own + database) / streamText)} with database)`,
        isMet: own <= 100 && own <= 0.5 * streamText && failed(found.product) === 0,
      }),
    ],
    data: found,
  };
}

/** 500 answers at 20 tokens a second at once: are they whole, even, and small? Wants processes that have not worked before. */
export async function benchManyAnswers(bench: RelayBench): Promise<Findings> {
  await bench.upstream.ask({ kind: "prose", tokens: TOKENS, tokensPerSecond: 20 });
  const found = new Map<Name, Measured & { memoryPerAnswer: number }>();
  for (const target of bench.targets) {
    await measure(bench, target, { answers: 20, concurrency: 20 });
    const before = residentBytes(target.pid);
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, residentBytes(target.pid));
    }, 100);
    const measured = await measure(bench, target, { answers: 500, concurrency: 500, verifyEvery: 1 });
    clearInterval(watch);
    found.set(target.name, { ...measured, memoryPerAnswer: (most - before) / 500 });
  }
  const of = <Value>(name: Name, value: (one: Measured & { memoryPerAnswer: number }) => Value) => {
    const one = found.get(name);
    return one ? value(one) : null;
  };
  const others = (show: (one: Measured & { memoryPerAnswer: number }) => string) =>
    `raw ${of("raw", show)}, streamText ${of("streamText", show)}`;
  const completed = of("product", ({ answers }) => answers.completed) ?? 0;
  const gap = of("product", ({ answers }) => answers.gaps.p95) ?? 0;
  const memory = of("product", (one) => one.memoryPerAnswer) ?? 0;
  return {
    figures: [
      figure("relay", "500 answers at 20 tokens a second: complete, word for word", {
        target: "500",
        measured: String(completed),
        baseline: others(({ answers }) => String(answers.completed)),
        isMet: completed === 500,
      }),
      figure("relay", "… 95 % of gaps between deltas", {
        target: "< 150 ms",
        measured: ms(gap),
        baseline: others(({ answers }) => ms(answers.gaps.p95)),
        isMet: gap < 150,
      }),
      figure("relay", "… time of an answer that takes 10 s to be written, p95", {
        measured: ms(of("product", ({ answers }) => answers.answer.p95) ?? 0),
        baseline: others(({ answers }) => ms(answers.answer.p95)),
      }),
      figure("relay", "… CPU for a relayed token", {
        measured: `web ${of("product", (one) => one.cpuMs / 100)?.toFixed(0)} µs, database ${of("product", (one) => one.cpuMsBelow / 100)?.toFixed(0)} µs`,
        baseline: others((one) => `${(one.cpuMs / 100).toFixed(0)} µs`),
      }),
      figure("relay", "… memory for a running answer", {
        target: "< 150 kB",
        measured: kilobytes(memory),
        baseline: others((one) => kilobytes(one.memoryPerAnswer)),
        isMet: memory < 150_000,
      }),
    ],
    data: Object.fromEntries(found),
  };
}

function pause(waitMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
