import { join } from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

/** `@/` is the root of the repository; `server-only` says nothing outside of Next. */
const alias = [
  { find: /^@\//, replacement: `${root}/` },
  { find: "server-only", replacement: join(root, "tests/support/server-only.ts") },
];

const project = (name: string, include: string[], options: object = {}) => ({
  resolve: { alias },
  test: { name, include, setupFiles: ["tests/support/setup.ts"], ...options },
});

export default defineConfig({
  test: {
    projects: [
      project("unit", ["tests/unit/**/*.test.{ts,tsx}", "tests/*.test.ts"]),
      project("contract", ["tests/contract/**/*.test.ts"], { testTimeout: 20_000 }),
      project("integration", ["tests/integration/**/*.test.ts"], {
        testTimeout: 60_000,
        hookTimeout: 60_000,
        globalSetup: ["tests/support/database-server.ts"],
      }),
    ],
  },
});
