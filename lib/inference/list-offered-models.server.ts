import "server-only";
import { z } from "zod";
import { getOpenAiClient } from "@/lib/inference/openai-client.server";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";
import type { Runtime } from "@/lib/platform/runtime.server";

/** What the provider's own list says, by model id. */
export type OfferedModels = ReadonlyMap<string, { shutdownDate: string | null }>;

const FRESH_MS = 5 * 60_000;
/** A provider that could not be asked is asked again soon, but not at every page. */
const FAILED_MS = 30_000;
const TIMEOUT_MS = 5_000;
const MODELS_MAX = 5_000;

/** OpenAI's list carries `shutdown_date` for models whose end is announced; other servers leave it out. */
const modelList = z.object({
  data: z
    .array(z.object({ id: z.string().min(1).max(200), shutdown_date: z.iso.date().nullish().catch(null) }))
    .max(MODELS_MAX),
});

type Memory = {
  asked: Promise<OfferedModels | null>;
  askedAtMs: number;
  last: OfferedModels | null;
  hasFailed: boolean;
};

const memoryOf = oncePerRuntime("offered-models", (_config: Runtime["config"]): { current: Memory | null } => ({
  current: null,
}));

/**
 * The models that the provider offers to our key, a few minutes old at most; null when it cannot be asked, and for the demo model, which
 * answers to any name. Never throws: the last good list is kept.
 */
export async function listOfferedModels({
  config,
  clock,
  log,
}: Pick<Runtime, "config" | "clock" | "log">): Promise<OfferedModels | null> {
  if (config.openai.isDemo) return null;
  const memory = memoryOf(config);
  const nowMs = clock.now().getTime();
  const { current } = memory;
  if (current && nowMs - current.askedAtMs < (current.hasFailed ? FAILED_MS : FRESH_MS)) return current.asked;
  const next: Memory = {
    asked: Promise.resolve(null),
    askedAtMs: nowMs,
    last: current?.last ?? null,
    hasFailed: false,
  };
  next.asked = ask(config).then(
    (offered) => {
      next.last = offered;
      return offered;
    },
    (error: unknown) => {
      next.hasFailed = true;
      log.warn("models-not-listed", { error: error instanceof Error ? error.name : "unknown" });
      return next.last;
    },
  );
  memory.current = next;
  return next.asked;
}

async function ask(config: Runtime["config"]): Promise<OfferedModels> {
  const client = await getOpenAiClient(config);
  const response = await client.models.list({ signal: AbortSignal.timeout(TIMEOUT_MS) }).asResponse();
  const { data } = modelList.parse(await response.json());
  return new Map(data.map(({ id, shutdown_date }) => [id, { shutdownDate: shutdown_date ?? null }]));
}
