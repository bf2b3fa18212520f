/** Runs the tools that check and test, and adds up what they say. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { node, root } from "./prepare.mjs";

const results = join(root, "test-results");

/** Adds up tests; `finish` prints the sum as the last line and ends the program. */
export function createTally() {
  let passed = 0;
  let failed = 0;
  const leftOut = [];
  return {
    add(counts) {
      passed += counts.passed;
      failed += counts.failed;
    },
    leaveOut(what) {
      leftOut.push(what);
    },
    finish() {
      console.log("");
      for (const what of leftOut) console.log(`Left out: ${what}.`);
      console.log(`${passed} passed, ${failed} failed`);
      process.exit(failed === 0 && passed > 0 ? 0 : 1);
    },
  };
}

export function runBiome(tally) {
  runTool(tally, "Format and lint", join(root, "node_modules/@biomejs/biome/bin/biome"), [
    "check",
    "--error-on-warnings",
    "--diagnostic-level=warn",
  ]);
}

export function runTypes(tally) {
  runTool(tally, "Types", join(root, "node_modules/typescript/bin/tsc"), ["--noEmit"]);
}

/** One project of vitest.config.ts. */
export function runVitest(tally, project, where = "", env = {}) {
  announce(`${project[0].toUpperCase()}${project.slice(1)} tests ${where}`.trim());
  const report = freshReport(`${project}.json`);
  const options = ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const isGreen = run(join(root, "node_modules/vitest/vitest.mjs"), options, env);
  const { numPassedTests = 0, numFailedTests = 0 } = readReport(report);
  // A file that does not load has no failed test in it, but the run has failed.
  tally.add({ passed: numPassedTests, failed: isGreen ? numFailedTests : Math.max(1, numFailedTests) });
}

/** The stories of tests/e2e in the browser at that path. */
export function runPlaywright(tally, browserPath) {
  announce("End to end");
  const report = freshReport("e2e.json");
  const options = ["test", "--config", "tests/e2e/playwright.config.ts"];
  const isGreen = run(join(root, "node_modules/@playwright/test/cli.js"), options, {
    CHROMIUM_PATH: browserPath,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const { expected = 0, unexpected = 0, flaky = 0 } = readReport(report).stats ?? {};
  tally.add({ passed: expected + flaky, failed: isGreen ? unexpected : Math.max(1, unexpected) });
}

function runTool(tally, title, program, options) {
  announce(title);
  const isGreen = run(program, options, {});
  tally.add(isGreen ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/** CI=true: nothing watches, nothing asks, `only` in a test is an error. */
function run(program, options, env) {
  const result = spawnSync(node, ["--disable-warning=ExperimentalWarning", program, ...options], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, CI: "true", NEXT_TELEMETRY_DISABLED: "1", ...env },
  });
  if (result.error) console.error(`${program}: ${result.error.message}`);
  return result.status === 0;
}

function announce(title) {
  console.log(`\n── ${title}`);
}

function freshReport(name) {
  mkdirSync(results, { recursive: true });
  const path = join(results, name);
  rmSync(path, { force: true });
  return path;
}

/** Empty when the runner ended before it wrote one. */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw error;
  }
}
