import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, loadConfig } from "@/lib/platform/config.server";
import { closeRuntime, createRuntime, type Runtime } from "@/lib/platform/runtime.server";
import { silentLog } from "./silent-log";

/** A key that must appear nowhere but at the provider. */
export const CANARY_KEY = "canary-key-4f1d2b7c9e";

/** A whole runtime on a test's database and provider, in memory otherwise. Close it with `closeRuntime`. */
export async function openTestRuntime(
  { databaseUrl, baseUrl }: { databaseUrl: string; baseUrl: string },
  world: Partial<Runtime> = {},
  settings: Record<string, string> = {},
): Promise<Runtime> {
  const config: Config = loadConfig({
    DATABASE_URL: databaseUrl,
    OPENAI_BASE_URL: baseUrl,
    OPENAI_API_KEY: CANARY_KEY,
    PARLANCE_SECRET: "a secret of more than thirty-two characters",
    PARLANCE_DATA_DIR: await mkdtemp(join(tmpdir(), "parlance-test-")),
    PARLANCE_DEFAULT_MODEL: "gpt-4o-mini",
    PARLANCE_SMALL_MODEL: "gpt-4o-mini",
    ...settings,
  });
  return createRuntime(config, { log: silentLog, ...world });
}

export { closeRuntime };
