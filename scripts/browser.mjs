/** Finds a Chromium for the end-to-end tests, or brings one. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { giveUp, node, root, run } from "./prepare.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/** The path of a Chromium: CHROMIUM_PATH, the machine's, Playwright's own; installed where there is none. */
export function findOrInstallBrowser() {
  const found = findBrowser();
  if (found !== null) return found;
  console.log("There is no Chromium; asking Playwright for one …");
  if (run(node, [join(root, "node_modules/playwright/cli.js"), "install", "chromium"])) {
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  if (process.getuid?.() === 0 && isCommand("apt-get")) {
    console.log("Playwright could not bring one; asking Debian's packages …");
    if (run("apt-get", ["update", "-q"]))
      run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"]);
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  return giveUp(
    "The end-to-end tests need Chromium, and none could be installed. Install it (apt-get install chromium), or set CHROMIUM_PATH to a Chromium or Chrome.",
  );
}

function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    return isProgram(given) ? given : giveUp(`CHROMIUM_PATH names ${given}, which is no program.`);
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = [...NAMES.flatMap((name) => ["/usr/bin", ...folders].map((folder) => join(folder, name))), ...PLACES];
  return places.find(isProgram) ?? findPlaywrightsOwn();
}

function findPlaywrightsOwn() {
  const script = 'import("playwright").then(({ chromium }) => console.log(chromium.executablePath()))';
  const path = spawnSync(node, ["-e", script], { cwd: root, encoding: "utf8" }).stdout.trim();
  return path !== "" && existsSync(path) ? path : null;
}

function isCommand(name) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => isProgram(join(folder, name)));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}
