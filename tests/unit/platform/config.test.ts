import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { loadConfig } from "@/lib/platform/config.server";

const folder = mkdtempSync(join(tmpdir(), "parlance-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = "0123456789abcdef0123456789abcdef";
const least = {
  DATABASE_URL: "postgresql://me:hunter22@db.example.org/parlance",
  OPENAI_API_KEY: "sk-a-real-key",
  PARLANCE_SECRET: secret,
};

function sentenceFor(environment: Record<string, string>): string {
  try {
    loadConfig({ ...least, ...environment });
  } catch (error) {
    expect(isAppError(error, "misconfigured")).toBe(true);
    return error instanceof Error ? error.message : "";
  }
  return "accepted";
}

describe("settings", () => {
  test("three are enough, and the rest has defaults", () => {
    const config = loadConfig(least);
    expect(config.openai).toEqual({
      apiKey: "sk-a-real-key",
      baseUrl: "https://api.openai.com/v1",
      isDemo: false,
      outputLimitParameter: "max_completion_tokens",
    });
    expect(config).toMatchObject({ publicUrl: "http://localhost:3000", redisUrl: null, trustedProxies: 0, port: 3000 });
  });

  test.each([
    [
      { DATABASE_URL: "mysql://x" },
      "DATABASE_URL must be an address like postgresql://name:password@host:5432/database.",
    ],
    [{ DATABASE_URL: "" }, "DATABASE_URL is not set."],
    [{ OPENAI_BASE_URL: "api.example.org" }, "OPENAI_BASE_URL must be an address like https://api.openai.com/v1."],
    [{ OPENAI_API_KEY: "sk-with a space" }, "OPENAI_API_KEY must be one word without spaces or line breaks."],
    [{ PORT: "99999" }, "PORT must be a port number (0 to 65535)."],
    [{ PORT: "http" }, "PORT must be a port number (0 to 65535)."],
    [
      { PARLANCE_TRUST_PROXY: "yes" },
      "PARLANCE_TRUST_PROXY must be the number of proxies in front of Parlance (0 to 10).",
    ],
    [
      { PARLANCE_SECRET: "short" },
      "PARLANCE_SECRET must have at least 32 characters; `openssl rand -hex 32` makes one.",
    ],
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL must be debug, info, warn or error."],
    [
      { OPENAI_OUTPUT_LIMIT_PARAMETER: "n" },
      "OPENAI_OUTPUT_LIMIT_PARAMETER must be max_completion_tokens or max_tokens.",
    ],
    [{ REDIS_URL: "127.0.0.1" }, "REDIS_URL must be an address like redis://host:6379."],
  ])("%o is refused with one sentence", (environment, sentence) => {
    expect(sentenceFor(environment)).toBe(sentence);
  });

  test("a refusal never repeats the value, which may be a secret", () => {
    expect(sentenceFor({ OPENAI_API_KEY: "sk-very secret" })).not.toContain("very");
    expect(sentenceFor({ DATABASE_URL: "postgres//me:hunter22@x" })).not.toContain("hunter22");
  });

  test("a secret may stand in a file, without its last line break", () => {
    const path = join(folder, "key");
    writeFileSync(path, "sk-from-a-file\n");
    const config = loadConfig({ ...least, OPENAI_API_KEY: "", OPENAI_API_KEY_FILE: path });
    expect(config.openai.apiKey).toBe("sk-from-a-file");
  });

  test("a file that is not there, or empty, or a second source is refused", () => {
    const empty = join(folder, "empty");
    writeFileSync(empty, "\n");
    const without = { OPENAI_API_KEY: "" };
    expect(sentenceFor({ ...without, OPENAI_API_KEY_FILE: join(folder, "none") })).toBe(
      "OPENAI_API_KEY_FILE names a file that cannot be read.",
    );
    expect(sentenceFor({ ...without, OPENAI_API_KEY_FILE: empty })).toBe(
      "OPENAI_API_KEY_FILE names a file that is empty.",
    );
    expect(sentenceFor({ OPENAI_API_KEY_FILE: empty })).toBe(
      "OPENAI_API_KEY and OPENAI_API_KEY_FILE are both set; keep one of them.",
    );
  });

  test("without a secret one is made, kept for its owner only, and found again", () => {
    const dataDir = join(folder, "data");
    const environment = { ...least, PARLANCE_SECRET: "", PARLANCE_DATA_DIR: dataDir };
    const made = loadConfig(environment).secret;
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect(loadConfig(environment).secret).toBe(made);
    expect(readFileSync(join(dataDir, "secret"), "utf8")).toBe(made);
    expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
  });

  test("a data folder that cannot hold the secret is refused with what to do", () => {
    const path = join(folder, "a-file");
    writeFileSync(path, "");
    chmodSync(path, 0o400);
    expect(sentenceFor({ PARLANCE_SECRET: "", PARLANCE_DATA_DIR: join(path, "data") })).toMatch(
      /^The data folder is not writable: .* set PARLANCE_DATA_DIR to another folder\.$/,
    );
  });

  test("what is to be masked holds the key, the secret and the passwords in addresses", () => {
    const { secrets } = loadConfig({ ...least, REDIS_URL: "redis://:p%40ss@host:6379" });
    expect(secrets).toEqual(expect.arrayContaining(["sk-a-real-key", secret, "hunter22", "p%40ss", "p@ss"]));
  });
});
