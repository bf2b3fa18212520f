import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import type { Part } from "@/tests/bench/processes";
import { makeChat, type Product } from "@/tests/bench/product";
import { type Findings, figure, kilobytes, median, ms, times } from "@/tests/bench/report";
import { scriptedAnswer } from "@/tests/bench/scripted-answer";
import type { UpstreamScript } from "@/tests/bench/upstream";

/** What the scenarios in a browser work with. */
export type BrowserBench = { product: Product; upstream: Part<UpstreamScript, object>; log(line: string): void };

/** Times of the frames of a page, in milliseconds. */
type Frames = { perSecond: number; worst: number; over50: number; count: number };

const OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const MESSAGES = { long: 2_000, short: 20 };
const STREAM = { tokens: 2_000, tokensPerSecond: 200 };
/** Begins with the first words; ends before the last ones. */
const WATCHED_MS = 9_000;
const OPENINGS = 7;

async function withBrowser<Result>(work: (browser: Browser) => Promise<Result>): Promise<Result> {
  const executablePath = process.env.BENCH_CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: OPTIONS });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** A browser without a cache of ours in it, signed in as the owner. */
async function signedIn(browser: Browser, { url, ownerCookie }: Product): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  const cookies = ownerCookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
  await context.addCookies(cookies);
  return context;
}

/** Bytes of JavaScript that a first visit of the chat and of the sign-in page loads, as they come over the wire. */
export async function benchPageWeight({ product }: BrowserBench): Promise<Findings> {
  const chat = await makeOwnChat(product, 20);
  return withBrowser(async (browser) => {
    const inside = await signedIn(browser, product);
    const chatPage = await scriptBytes(inside, `${product.url}/c/${chat}`);
    await inside.close();
    const outside = await browser.newContext();
    const signInPage = await scriptBytes(outside, `${product.url}/sign-in`);
    await outside.close();
    const line = (name: string, limit: number, { bytes, files, encoding, uncompressed }: Scripts) =>
      figure("page", `first-load JavaScript, ${name}`, {
        target: `≤ ${limit} kB`,
        measured: `${kilobytes(bytes)} (${encoding} on the wire, ${files} files)`,
        baseline: `${kilobytes(uncompressed)} uncompressed`,
        isMet: bytes <= limit * 1_000,
      });
    return {
      figures: [line("chat page", 260, chatPage), line("sign-in", 170, signInPage)],
      data: { chatPage, signInPage },
    };
  });
}

type Scripts = {
  bytes: number;
  uncompressed: number;
  files: number;
  encoding: string;
  largest: { name: string; bytes: number }[];
};

async function scriptBytes(context: BrowserContext, address: string): Promise<Scripts> {
  const page = await context.newPage();
  const encodings = new Set<string>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script")
      encodings.add(response.headers()["content-encoding"] ?? "not compressed");
  });
  await page.goto(address, { waitUntil: "networkidle" });
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter(
        (entry): entry is PerformanceResourceTiming =>
          entry instanceof PerformanceResourceTiming && /\.js(\?|$)/.test(entry.name),
      )
      .map(({ name, encodedBodySize, decodedBodySize }) => ({
        name: name.replace(/^.*\//, ""),
        bytes: encodedBodySize,
        decoded: decodedBodySize,
      })),
  );
  await page.close();
  return {
    bytes: scripts.reduce((sum, { bytes }) => sum + bytes, 0),
    uncompressed: scripts.reduce((sum, { decoded }) => sum + decoded, 0),
    files: scripts.length,
    encoding: [...encodings].join(", "),
    largest: scripts
      .toSorted((a, b) => b.bytes - a.bytes)
      .slice(0, 8)
      .map(({ name, bytes }) => ({ name, bytes })),
  };
}

/** Frames while 200 tokens a second come into a chat of 2,000 messages, and how long such a chat takes to open. */
export async function benchRendering({ product, upstream, log }: BrowserBench): Promise<Findings> {
  await upstream.ask({ kind: "markdown", ...STREAM });
  const [long, short] = [await makeOwnChat(product, MESSAGES.long), await makeOwnChat(product, MESSAGES.short)];
  return withBrowser(async (browser) => {
    const context = await signedIn(browser, product);
    const opened = { long: [] as number[], short: [] as number[] };
    await openingMs(context, product, short); // the server has answered this page before
    for (let round = 0; round < OPENINGS; round += 1) {
      opened.short.push(await openingMs(context, product, short));
      opened.long.push(await openingMs(context, product, long));
    }
    const frames = {
      short: await streamFrames(context, product, short),
      long: await streamFrames(context, product, long),
    };
    await context.close();
    const [longMs, shortMs] = [median(opened.long), median(opened.short)];
    log(`frames: ${JSON.stringify(frames)}`);
    return {
      figures: [
        figure("page", "frames a second, 200 tokens a second into 2,000 messages", {
          target: "≥ 55",
          measured: frames.long.perSecond.toFixed(1),
          baseline: `${frames.short.perSecond.toFixed(1)} into 20 messages`,
          isMet: frames.long.perSecond >= 55,
        }),
        figure("page", "… the worst frame", {
          target: "≤ 50 ms",
          measured: `${ms(frames.long.worst)} (${frames.long.over50} of ${frames.long.count} over 50)`,
          baseline: `${ms(frames.short.worst)} into 20 messages`,
          isMet: frames.long.worst <= 50,
        }),
        figure("page", "opening a chat of 2,000 messages, until its newest message is painted", {
          target: "≤ 1.5 × of 20",
          measured: ms(longMs),
          baseline: `${ms(shortMs)} with 20 messages`,
          ratio: times(longMs / shortMs),
          isMet: longMs <= 1.5 * shortMs,
        }),
      ],
      data: { frames, opened },
    };
  });
}

function makeOwnChat(product: Product, messages: number): Promise<string> {
  const answer = scriptedAnswer("markdown", 200).join("");
  const exchanges = Array.from({ length: messages / 2 }, (_, index) => ({
    question: `Question ${index + 1}: how does this part of the queue drain?`,
    answer,
  }));
  return makeChat(product, product.ownerId, exchanges);
}

async function newestMessage({ database }: Product, chat: string): Promise<string> {
  const { rows } = await database.query<{ id: string }>("select leaf_id as id from conversation where id = $1", [chat]);
  return rows[0]?.id ?? "";
}

/** From the navigation to the frame in which the newest message can be seen. */
async function openingMs(context: BrowserContext, product: Product, chat: string): Promise<number> {
  const id = await newestMessage(product, chat);
  const page = await context.newPage();
  await page.addInitScript((messageId) => {
    const look = () => {
      const found = document.querySelector(`[data-message="${messageId}"]`)?.getBoundingClientRect();
      if (found && found.height > 0 && found.top < innerHeight && found.bottom > 0) performance.mark("newest-seen");
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, id);
  await page.goto(`${product.url}/c/${chat}`, { waitUntil: "load" });
  await page.waitForFunction(() => performance.getEntriesByName("newest-seen").length > 0, undefined, {
    timeout: 30_000,
  });
  const seenMs = await page.evaluate(() => performance.getEntriesByName("newest-seen")[0]?.startTime ?? 0);
  await page.close();
  return seenMs;
}

/** Asks by the composer as a person does, and watches the frames while the answer comes. */
async function streamFrames(context: BrowserContext, product: Product, chat: string): Promise<Frames> {
  const page = await context.newPage();
  await page.goto(`${product.url}/c/${chat}`, { waitUntil: "networkidle" });
  const composer = page.getByRole("textbox").last();
  await composer.fill("Go on, please.");
  const before = await newestMessage(product, chat);
  await composer.press("Enter");
  const frames = await watchFrames(page, before);
  await page.close();
  return frames;
}

function watchFrames(page: Page, newestBefore: string): Promise<Frames> {
  return page.evaluate(
    ({ newestBefore: before, watchedMs }) =>
      new Promise<Frames>((resolve, reject) => {
        const askedMs = performance.now();
        const frames: number[] = [];
        let endMs = 0;
        const isAnswering = () => {
          const newest = [...document.querySelectorAll("[data-message]")].at(-1);
          const isNew = newest instanceof HTMLElement && newest.dataset.message !== before;
          return isNew && newest.querySelector("h2, h3, h4") !== null; // the answer begins with one
        };
        const onFrame = (nowMs: number) => {
          if (endMs === 0) {
            if (isAnswering()) endMs = nowMs + watchedMs;
          } else {
            frames.push(nowMs);
          }
          if (nowMs - askedMs > watchedMs * 3) reject(new Error("no answer came"));
          else if (endMs === 0 || nowMs < endMs) {
            requestAnimationFrame(onFrame);
            return;
          }
          const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at));
          const lasted = (frames.at(-1) ?? 0) - (frames[0] ?? 0);
          resolve({
            perSecond: (gaps.length / lasted) * 1_000,
            worst: Math.max(...gaps),
            over50: gaps.filter((gap) => gap > 50).length,
            count: gaps.length,
          });
        };
        requestAnimationFrame(onFrame);
      }),
    { newestBefore, watchedMs: WATCHED_MS },
  );
}
