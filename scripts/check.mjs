/** `npm run check`: format, lint, types, unit tests and the law, in under a minute. */
import { prepareSources } from "./prepare.mjs";
import { createTally, runBiome, runTypes, runVitest } from "./runners.mjs";

prepareSources();
const tally = createTally();
runBiome(tally);
runTypes(tally);
runVitest(tally, "unit");
tally.finish();
