/**
 * `npm start` and `npm run dev`: brings what is missing and then becomes the server (scripts/serve.ts).
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, generateClient, installPackages, node, root } from "./prepare.mjs";

const isDevelopment = process.argv[2] === "dev";

installPackages();
generateClient();
if (!isDevelopment) build();

const options = [
  "--disable-warning=ExperimentalWarning",
  "--import",
  join(root, "scripts/resolve.mjs"),
  join(root, "scripts/serve.ts"),
];
const env = { ...process.env, NODE_ENV: isDevelopment ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" };
process.chdir(root);

if (typeof process.execve === "function") {
  // Takes the place of this process: nothing stays behind in memory, and signals arrive where they are meant to.
  process.removeAllListeners("warning");
  process.on("warning", () => {}); // it calls execve experimental
  process.execve(node, [node, ...options], env);
} else {
  const child = spawn(node, options, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}
