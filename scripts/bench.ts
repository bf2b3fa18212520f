/**
 * `npm run bench`: measures what docs/bench.md describes, prints one table and writes everything to bench-results/.
 *
 * `-- --only relay,start` runs some of it: the names are those of SCENARIOS and of their groups. `-- --profile` writes a CPU profile of
 * the web process for each start of it. Nothing here fails because of a figure.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type BrowserBench, benchPageWeight, benchRendering } from "../tests/bench/browser.ts";
import type { LoadJob, LoadResult } from "../tests/bench/load-job.ts";
import { benchLongChat } from "../tests/bench/long-chat.ts";
import { root, startPart } from "../tests/bench/processes.ts";
import { type DataFolder, makeDataFolder, makeSlots, type Product, startProduct } from "../tests/bench/product.ts";
import {
  benchCpuPerToken,
  benchFirstToken,
  benchManyAnswers,
  benchThroughput,
  type RelayBench,
} from "../tests/bench/relay.ts";
import { type Findings, figure, toTable, writeResults } from "../tests/bench/report.ts";
import { benchStart } from "../tests/bench/start.ts";
import { rawTarget, startStreamTextApp } from "../tests/bench/targets.ts";
import type { UpstreamScript } from "../tests/bench/upstream.ts";

const SLOTS = 500;

type Upstream = Awaited<ReturnType<typeof startUpstream>>;

/** The scenarios in the order in which they run; each has its group and what it needs. */
const SCENARIOS = {
  "long-chat": { group: "cost", run: async () => benchLongChat() },
  "first-token": { group: "relay", run: (world: World) => withRelay(world, benchFirstToken) },
  throughput: { group: "relay", run: (world: World) => withRelay(world, benchThroughput) },
  "cpu-per-token": { group: "relay", run: (world: World) => withRelay(world, benchCpuPerToken) },
  "many-answers": { group: "relay", run: (world: World) => withFreshRelay(world, benchManyAnswers) },
  "page-weight": { group: "page", run: (world: World) => withBrowserBench(world, benchPageWeight) },
  rendering: { group: "page", run: (world: World) => withBrowserBench(world, benchRendering) },
  start: { group: "start", run: withUsedFolder },
};

/** What several scenarios share, started when it is first needed. */
type World = {
  upstream: Upstream;
  nodeOptions: readonly string[];
  folder: DataFolder;
  product: Product | null;
  relay: { bench: RelayBench; end(): Promise<void> } | null;
};

const log = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: "string" }, profile: { type: "boolean" } } });
  const wanted = values.only?.split(",");
  const chosen = Object.entries(SCENARIOS).filter(
    ([name, { group }]) => !wanted || wanted.includes(name) || wanted.includes(group),
  );
  if (chosen.length === 0) {
    log(
      `There is nothing of that name. Choose from: ${Object.entries(SCENARIOS)
        .map(([name, { group }]) => `${name} (${group})`)
        .join(", ")}.`,
    );
    process.exit(1);
  }
  if (chosen.some(([, { group }]) => group !== "cost")) buildProduct();
  const world: World = {
    upstream: await startUpstream(),
    nodeOptions: profileOptions(values.profile ?? false),
    folder: makeDataFolder(),
    product: null,
    relay: null,
  };
  const found: Record<string, Findings> = {};
  try {
    for (const [name, { run }] of chosen) {
      log(`${name} …`);
      found[name] = await run(world).catch((error: unknown) => notMeasured(name, error));
    }
  } finally {
    await endProduct(world);
    world.folder.remove();
    await world.upstream.end();
  }
  const all = Object.values(found);
  const path = writeResults({ scenarios: found }, new Date());
  console.log(`\n${toTable(all.flatMap(({ figures }) => figures))}\n`);
  for (const note of new Set(all.flatMap(({ notes }) => notes ?? []))) console.log(`- ${note}`);
  console.log(`\nEverything that was measured: ${path}`);
}

/** A scenario that breaks leaves the others alone. */
function notMeasured(name: string, error: unknown): Findings {
  log(`${name} could not be measured: ${error instanceof Error ? error.stack : String(error)}`);
  return { figures: [figure("", `${name}: could not be measured`, { isMet: false })], data: String(error) };
}

function startUpstream() {
  return startPart<UpstreamScript, object, { port: number }>("upstream.ts");
}

function buildProduct(): void {
  const { status } = spawnSync(process.execPath, [join(root, "scripts/build.mjs")], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

function profileOptions(isWanted: boolean): string[] {
  if (!isWanted) return [];
  const folder = join(root, "bench-results/profiles");
  mkdirSync(folder, { recursive: true });
  return ["--cpu-prof", `--cpu-prof-dir=${folder}`];
}

/** The same process for all scenarios, as long as none asks for a fresh one. */
async function productOf(world: World): Promise<Product> {
  world.product ??= await startProduct(world.folder, world.upstream.greeting.port, world.nodeOptions);
  return world.product;
}

async function relayOf(world: World): Promise<RelayBench> {
  if (world.relay) return world.relay.bench;
  const product = await productOf(world);
  const { port } = world.upstream.greeting;
  const raw = await startPart<object, object, { port: number }>("raw-proxy.ts", [String(port)]);
  const streamText = await startStreamTextApp(port);
  const client = await startPart<LoadJob, LoadResult, object>("load-client.ts");
  const slots = await makeSlots(product, world.folder, SLOTS);
  const bench: RelayBench = {
    upstream: world.upstream,
    client,
    log,
    targets: [
      rawTarget(raw.greeting.port, raw.pid),
      streamText,
      {
        name: "product",
        url: `${product.url.replace("localhost", "127.0.0.1")}/api/chat`,
        protocol: "ui-stream",
        pid: product.pid,
        slots,
      },
    ],
  };
  const end = async () => void (await Promise.all([raw.end(), streamText.end(), client.end()]));
  world.relay = { bench, end };
  return bench;
}

async function withRelay(world: World, work: (bench: RelayBench) => Promise<Findings>): Promise<Findings> {
  const findings = await work(await relayOf(world));
  const note =
    "The product answers in chats that exist and have a title, 500 of them of 50 people, so that a turn is a turn and no title is written after it; raw and streamText have no chat, session or database.";
  return { ...findings, notes: [note] };
}

/** The same with processes that have done nothing yet, for what is read off their memory. */
async function withFreshRelay(world: World, work: (bench: RelayBench) => Promise<Findings>): Promise<Findings> {
  await endProduct(world);
  return withRelay(world, work);
}

async function withBrowserBench(world: World, work: (bench: BrowserBench) => Promise<Findings>): Promise<Findings> {
  const product = await productOf(world);
  return work({ product, upstream: world.upstream, log });
}

/** A second start wants a folder that a first one has filled, and that nobody uses. */
async function withUsedFolder(world: World): Promise<Findings> {
  await productOf(world);
  await endProduct(world);
  return benchStart(world.folder, world.upstream.greeting.port);
}

async function endProduct(world: World): Promise<void> {
  await world.relay?.end();
  world.relay = null;
  await world.product?.end();
  world.product = null;
}

await main();
