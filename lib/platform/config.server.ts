import "server-only";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { loadOrMakeSecret } from "@/lib/platform/secret-file.server";

/** Everything an installation can decide, read once at the start. `.env.example` is its manual. */
export type Config = {
  databaseUrl: string;
  /** Where rate limits and running answers are shared between processes; null: in the memory of this one. */
  redisUrl: string | null;
  openai: {
    apiKey: string;
    /** Without a slash at the end. */
    baseUrl: string;
    /** True when the built-in demo model answers, because no key was set. */
    isDemo: boolean;
    /** How the server calls the upper bound of an answer; `max_tokens` for those that know no other. */
    outputLimitParameter: "max_completion_tokens" | "max_tokens";
  };
  /** The address in the browser, without a slash at the end. */
  publicUrl: string;
  /** Signs cookies and hashes what must not be readable. At least 32 characters. */
  secret: string;
  /** Absolute path. */
  dataDir: string;
  defaultModel: string | null;
  smallModel: string | null;
  /** How many proxies in front of this server are ours: that many entries at the end of X-Forwarded-For are believed. */
  trustedProxies: number;
  logLevel: LogLevel;
  /** Where the server listens; port 0: any free one. */
  host: string;
  port: number;
  /** How long running answers may go on after the process was asked to end. */
  graceMs: number;
  /** What must never be written anywhere: the log masks these. */
  secrets: readonly string[];
};

export type LogLevel = "debug" | "info" | "warn" | "error";

/** The variables of a process. A variable that is set to nothing counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_OPENAI_URL = "https://api.openai.com/v1";

const settings = z.object({
  DATABASE_URL: urlOf(["postgres:", "postgresql:"], "postgresql://name:password@host:5432/database"),
  REDIS_URL: urlOf(["redis:", "rediss:"], "redis://host:6379").optional(),
  OPENAI_API_KEY: z.string().regex(/^\S+$/, "must be one word without spaces or line breaks").optional(),
  OPENAI_BASE_URL: urlOf(["http:", "https:"], "https://api.openai.com/v1").optional(),
  OPENAI_OUTPUT_LIMIT_PARAMETER: z
    .enum(["max_completion_tokens", "max_tokens"], "must be max_completion_tokens or max_tokens")
    .default("max_completion_tokens"),
  PARLANCE_URL: urlOf(["http:", "https:"], "https://chat.example.org").optional(),
  PARLANCE_SECRET: z.string().min(32, "must have at least 32 characters; `openssl rand -hex 32` makes one").optional(),
  PARLANCE_DATA_DIR: z.string().default(".data"),
  PARLANCE_DEFAULT_MODEL: z.string().max(200, "is longer than any model's name").optional(),
  PARLANCE_SMALL_MODEL: z.string().max(200, "is longer than any model's name").optional(),
  PARLANCE_TRUST_PROXY: wholeNumber(0, 10, "the number of proxies in front of Parlance (0 to 10)").default(0),
  PARLANCE_GRACE_SECONDS: wholeNumber(0, 3_600, "a number of seconds (0 to 3600)").default(8),
  PARLANCE_DEMO: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  PORT: wholeNumber(0, 65_535, "a port number (0 to 65535)").default(3000),
  HOST: z.string().default("0.0.0.0"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], "must be debug, info, warn or error").default("info"),
});

/** Settings whose value may stand in a file that is named by NAME_FILE. */
const SECRET_NAMES = ["DATABASE_URL", "REDIS_URL", "OPENAI_API_KEY", "PARLANCE_SECRET"] as const;

/**
 * Reads the settings. Throws AppError "misconfigured" with one sentence that names the setting and what it must be; the
 * value is never repeated, because it may be a secret.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const parsed = settings.safeParse(withSecretsFromFiles(withoutEmpty(environment)));
  if (!parsed.success) throw misconfigured(parsed.error);
  const values = parsed.data;
  const dataDir = resolve(values.PARLANCE_DATA_DIR);
  const isDemo = values.PARLANCE_DEMO === "1";
  const apiKey = values.OPENAI_API_KEY ?? (isDemo ? "demo" : null);
  if (apiKey === null) {
    throw wrong(
      "OPENAI_API_KEY",
      "is not set; set it, or start with `npm start`, which brings a demo model when there is no key",
    );
  }
  const secret = values.PARLANCE_SECRET ?? loadOrMakeSecret(dataDir);
  return {
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL ?? null,
    openai: {
      apiKey,
      baseUrl: withoutSlash(values.OPENAI_BASE_URL ?? DEFAULT_OPENAI_URL),
      isDemo,
      outputLimitParameter: values.OPENAI_OUTPUT_LIMIT_PARAMETER,
    },
    publicUrl: withoutSlash(values.PARLANCE_URL ?? `http://localhost:${values.PORT}`),
    secret,
    dataDir,
    defaultModel: values.PARLANCE_DEFAULT_MODEL ?? null,
    smallModel: values.PARLANCE_SMALL_MODEL ?? null,
    trustedProxies: values.PARLANCE_TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
    host: values.HOST,
    port: values.PORT,
    graceMs: values.PARLANCE_GRACE_SECONDS * 1_000,
    secrets: [...(isDemo ? [] : [apiKey]), secret, ...passwordsIn(values.DATABASE_URL, values.REDIS_URL)],
  };
}

function urlOf(protocols: readonly string[], example: string) {
  return z
    .string()
    .refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ""), `must be an address like ${example}`);
}

function wholeNumber(min: number, max: number, what: string) {
  return z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, `must be ${what}`)
    .transform(Number);
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
}

function withSecretsFromFiles(environment: Environment): Environment {
  const found: Record<string, string | undefined> = { ...environment };
  for (const name of SECRET_NAMES) {
    const path = environment[`${name}_FILE`];
    if (path === undefined) continue;
    if (environment[name] !== undefined) throw wrong(name, `and ${name}_FILE are both set; keep one of them`);
    found[name] = readSecret(`${name}_FILE`, path);
  }
  return found;
}

function readSecret(name: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw wrong(name, "names a file that cannot be read", { cause: error });
  }
  if (text === "") throw wrong(name, "names a file that is empty");
  return text;
}

function misconfigured(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const name = String(issue?.path[0] ?? "a setting");
  const isMissing = issue?.code === "invalid_type";
  return wrong(name, isMissing ? "is not set" : (issue?.message ?? "is wrong"));
}

function wrong(name: string, what: string, options?: ErrorOptions): AppError {
  return new AppError("misconfigured", `${name} ${what}.`, { field: name }, options);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

function passwordsIn(...urls: (string | undefined)[]): string[] {
  return urls.flatMap((url) => {
    const password = url === undefined ? "" : (URL.parse(url)?.password ?? "");
    return password === "" ? [] : [password, decodeURIComponent(password)];
  });
}
