/**
 * `npm test`: everything. Brings what is missing, the browser too, then runs the checks, the unit, contract and integration
 * tests, and the stories in a real browser against the real server. The last line is the sum.
 *
 * `npm test -- unit integration` runs only those of: check, unit, contract, integration, e2e.
 */
import { connect } from "node:net";
import { findOrInstallBrowser } from "./browser.mjs";
import { build, prepareSources } from "./prepare.mjs";
import { createTally, runBiome, runPlaywright, runTypes, runVitest } from "./runners.mjs";

const ALL = ["check", "unit", "contract", "integration", "e2e"];
const SERVER_DATABASE = "postgresql://postgres@127.0.0.1:5432/postgres";

const asked = process.argv.slice(2);
const wanted = (part) => asked.length === 0 || asked.includes(part);
const unknown = asked.find((part) => !ALL.includes(part));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". Parts: ${ALL.join(", ")}.`);
  process.exit(1);
}

prepareSources();
const tally = createTally();

if (wanted("check")) {
  runBiome(tally);
  runTypes(tally);
}
if (wanted("unit")) runVitest(tally, "unit");
if (wanted("contract")) runVitest(tally, "contract");

if (wanted("integration") || wanted("e2e")) build();

if (wanted("integration")) {
  runVitest(tally, "integration", "on the embedded PostgreSQL");
  if (await answers(5432)) {
    runVitest(tally, "integration", "on the PostgreSQL server of this machine", { TEST_DATABASE_URL: SERVER_DATABASE });
  } else {
    tally.leaveOut("the integration tests on a PostgreSQL server: none answers at 127.0.0.1:5432");
  }
}
if (wanted("contract") && !(await answers(6379))) {
  tally.leaveOut("the contract tests on Redis: none answers at 127.0.0.1:6379");
}
if (wanted("e2e")) runPlaywright(tally, findOrInstallBrowser());

tally.finish();

/** True when something listens on that port of this machine. */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 1_000 });
    const end = (isThere) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
    socket.on("timeout", () => end(false));
  });
}
