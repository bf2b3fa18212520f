import "server-only";
import type { OpenAI } from "openai";
import { httpFetch } from "@/lib/inference/http-fetch.server";
import type { Config } from "@/lib/platform/config.server";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";

const clientOf = oncePerRuntime("openai-client", ({ openai }: Config) => createClient(openai));

/** The client of this installation. The package is loaded when it is first needed: a process that nobody asks anything stays small. */
export function getOpenAiClient(config: Config): Promise<OpenAI> {
  return clientOf(config);
}

async function createClient({ apiKey, baseUrl }: Config["openai"]): Promise<OpenAI> {
  const { OpenAI } = await import("openai");
  return new OpenAI({
    apiKey,
    baseURL: baseUrl,
    maxRetries: 0, // retries are ours: next-retry.ts
    timeout: 60 * 60_000, // deadlines are ours too
    // The package would take these from the environment by itself.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    fetch: httpFetch,
    // The key goes to the configured address and nowhere else.
    fetchOptions: { redirect: "manual" },
  });
}
