import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD } from "@/tests/support/people";
import { CANARY_KEY } from "@/tests/support/runtime";
import { startServer, type TestServer } from "@/tests/support/server";

/** What is only on pages and in answers of somebody who is signed in. */
const CANARY = "canary-organisation-5d3e";

let server: TestServer;
let cookie = "";
/** Everything that the server said to anybody. */
const said: string[] = [];

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** A request as it is written, without what a client would put right. */
function send(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const call = request(
      {
        host: "127.0.0.1",
        port: server.port,
        method,
        path,
        headers: { host: `localhost:${server.port}`, ...length, ...headers },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => {
          const text = Buffer.concat(pieces).toString("utf8");
          said.push(text, JSON.stringify(response.headers));
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

/** Writes to a connection of its own, and hangs up a moment later. */
function hangUp(text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => {
      socket.write(text, () => setTimeout(() => socket.destroy(), 8));
    });
    socket.on("error", () => {}); // the server may have been faster
    socket.on("close", () => resolve());
    socket.resume();
  });
}

const ours = () => ({ origin: server.url, "content-type": "application/json" });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  send("POST", path, { headers: { ...ours(), ...headers }, body: JSON.stringify(body) });

async function signIn(
  credentials: { email: string; password: string },
  headers: Record<string, string> = {},
): Promise<{ answer: Answer; cookie: string }> {
  const csrf = await send("GET", "/api/auth/csrf", { headers });
  const given = [csrf.headers["set-cookie"] ?? []].flat().map((line) => line.split(";")[0]);
  const { csrfToken }: { csrfToken: string } = JSON.parse(csrf.text);
  const answer = await send("POST", "/api/auth/callback/credentials", {
    headers: {
      ...headers,
      origin: server.url,
      "content-type": "application/x-www-form-urlencoded",
      cookie: given.join("; "),
    },
    body: new URLSearchParams({ ...credentials, csrfToken }).toString(),
  });
  const lines = [answer.headers["set-cookie"] ?? []].flat();
  return { answer, cookie: lines.find((line) => line.startsWith("parlance.session="))?.split(";")[0] ?? "" };
}

beforeAll(async () => {
  server = await startServer({
    env: { OPENAI_API_KEY: CANARY_KEY, OPENAI_BASE_URL: "http://127.0.0.1:9/v1", LOG_LEVEL: "debug" },
  });
  const token = new URL(server.setupLink ?? "http://none").searchParams.get("token");
  const owner = { token, organisationName: CANARY, name: CANARY, email: "owner@example.org", password: PASSWORD };
  expect((await post("/api/setup", owner)).status).toBe(200);
  ({ cookie } = await signIn({ email: "owner@example.org", password: PASSWORD }));
  expect(cookie).not.toBe("");
}, 240_000);
afterAll(() => server.stop());

const PAGES = [
  "/",
  "/settings/profile",
  "/settings/password",
  "/settings/sessions",
  "/settings/usage",
  "/admin/people",
  "/admin/budgets",
  "/admin/models",
  "/admin/usage",
];

describe("every page", () => {
  test.each(["/sign-in", "/setup?token=x", "/join?token=x", "/privacy", "/no-such-page", ...PAGES])(
    "%s carries the headers of a page and a policy with a nonce of its own",
    async (path) => {
      const nonces = new Set<string>();
      for (const _ of [1, 2]) {
        const { headers, text, status } = await send("GET", path, { headers: { cookie } });
        expect(status).toBeLessThan(500);
        expect(headers).toMatchObject({
          "x-content-type-options": "nosniff",
          "referrer-policy": "same-origin",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
          "x-frame-options": "DENY",
          "permissions-policy": expect.stringContaining("camera=()"),
          "cache-control": expect.stringContaining("no-store"),
        });
        expect(headers).not.toHaveProperty("x-powered-by");
        const policy = String(headers["content-security-policy"]);
        const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
        expect(nonce.length).toBeGreaterThanOrEqual(22);
        nonces.add(nonce);
        expect(policy).not.toContain("unsafe-eval");
        const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
        expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
        expect(text).not.toMatch(/<style(?![^>]*nonce=)|\son\w+="/);
      }
      expect(nonces.size).toBe(2);
    },
  );

  test.each(PAGES)("%s is shown to whoever is signed in, and of it nothing to anybody else", async (path) => {
    const shown = await send("GET", path, { headers: { cookie } });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("<main");
    const { status, headers, text } = await send("GET", path);
    expect([307, 303, 302]).toContain(status);
    expect(headers["location"]).toBe(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
    expect(text).not.toContain(CANARY);
  });

  test("the way back after signing in stays here", async () => {
    for (const path of ["//evil.example/x", "/%5Cevil.example", "/settings/profile?x=//evil.example"]) {
      const { headers } = await send("GET", path);
      const location = headers["location"] === undefined ? "/" : String(headers["location"]);
      expect(new URL(location, server.url).origin).toBe(server.url);
    }
    for (const next of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
      "/a/..//evil.example",
      "/%09/evil.example",
    ]) {
      const { headers } = await send("GET", `/sign-in?next=${encodeURIComponent(next)}`, { headers: { cookie } });
      expect(new URL(String(headers["location"]), server.url).origin).toBe(server.url);
    }
  });
});

describe("nobody walks around the door", () => {
  const ways: [string, (path: string) => { path: string; headers?: Record<string, string> }][] = [
    [
      "x-middleware-subrequest",
      (path) => ({ path, headers: { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" } }),
    ],
    [
      "x-middleware-subrequest of an older name",
      (path) => ({
        path,
        headers: { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
      }),
    ],
    ["x-middleware-next", (path) => ({ path, headers: { "x-middleware-next": "1", "x-middleware-rewrite": path } })],
    ["x-nextjs-data", (path) => ({ path, headers: { "x-nextjs-data": "1" } })],
    ["a request for data", (path) => ({ path: `${path}?_rsc=1`, headers: { rsc: "1" } })],
    ["a prefetch", (path) => ({ path: `${path}?_rsc=1`, headers: { rsc: "1", "next-router-prefetch": "1" } })],
    [
      "a prefetch of a segment",
      (path) => ({
        path,
        headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
      }),
    ],
    ["the suffix .rsc", (path) => ({ path: `${path === "/" ? "/index" : path}.rsc` })],
    ["the suffix /index.rsc", (path) => ({ path: `${path}/index.rsc` })],
    ["the suffix .segments", (path) => ({ path: `${path}.segments/_tree.segment.rsc` })],
    ["_next/data", (path) => ({ path: `/_next/data/x${path === "/" ? "/index" : path}.json` })],
    ["a parameter of the router", (path) => ({ path: `${path}?nxtPconversationId=x&nxtIsection=y` })],
    ["a slash at the end", (path) => ({ path: `${path}/` })],
    ["two slashes", (path) => ({ path: `/${path}` })],
    ["an encoded dot", (path) => ({ path: `/%2e${path}` })],
    ["capitals", (path) => ({ path: path.toUpperCase() })],
    [
      "a forwarded host",
      (path) => ({ path, headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" } }),
    ],
    [
      "a forged path and nonce",
      (path) => ({ path, headers: { "x-parlance-path": "//evil.example", "x-nonce": '"><script>' } }),
    ],
    ["an authorization header", (path) => ({ path, headers: { authorization: "Bearer ' or 1=1 --" } })],
    [
      "a garbled cookie",
      (path) => ({
        path,
        headers: { cookie: "parlance.session=%00'; parlance.session.0=x; __Host-parlance.session=x; =; a" },
      }),
    ],
  ];
  test.each(ways)("%s shows nothing of a page or an answer", async (_, change) => {
    for (const path of [
      ...PAGES,
      "/api/me/sessions",
      "/api/admin/people",
      "/api/conversations",
      "/api/models",
      "/api/admin/usage.csv",
    ]) {
      const { path: changed, headers = {} } = change(path);
      const answer = await send("GET", changed, { headers });
      expect([changed, answer.status, answer.status < 500]).toEqual([changed, answer.status, true]);
      expect(answer.text).not.toContain(CANARY);
      expect(answer.text).not.toContain("owner@example.org");
      expect(new URL(String(answer.headers["location"] ?? "/"), server.url).host).not.toContain("evil");
    }
  });

  test("a whole URL as the target, or another host, leads nowhere else", async () => {
    const answer = await send("GET", "http://127.0.0.1:9/latest/meta-data", { headers: { host: "169.254.169.254" } });
    expect([answer.status, answer.headers["location"]]).toEqual([400, undefined]);
    const hosted = await send("GET", "/settings/profile", { headers: { host: "evil.example" } });
    expect(new URL(String(hosted.headers["location"]), server.url).host).not.toContain("evil");
  });
});

describe("what pages do not take", () => {
  test.each([
    ["a server action", { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" }, "[]"],
    ["a flight body", { "next-action": "x", "content-type": "text/x-component" }, '0:["$@1"]'],
    [
      "a multipart action",
      { "next-action": "x", "content-type": "multipart/form-data; boundary=x" },
      '--x\r\ncontent-disposition: form-data; name="0"\r\n\r\n["$1:constructor:constructor"]\r\n--x--\r\n',
    ],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, "email=a&password=b"],
  ])("%s is refused unread", async (_, headers, body) => {
    for (const path of ["/", "/sign-in", "/setup", "/admin/people"]) {
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        const answer = await send(method, path, { headers: { ...headers, origin: server.url, cookie }, body });
        expect([path, method, answer.status]).toEqual([path, method, 405]);
        expect(answer.text).not.toContain(CANARY);
      }
    }
    for (const path of ["/api/me", "/api/conversations", "/api/nothing"]) {
      const answer = await send("POST", path, { headers: { ...headers, origin: server.url, cookie }, body });
      expect([path, answer.status]).toEqual([path, path === "/api/nothing" ? 404 : 405]);
    }
  });

  test("whoever hangs up in the middle of anything ends nothing but their own connection", async () => {
    const begin = (method: string, path: string) =>
      `${method} ${path} HTTP/1.1\r\nhost: localhost:${server.port}\r\norigin: ${server.url}\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\n`;
    const paths = [
      "/",
      "/sign-in",
      "/x/../",
      "/api",
      "/api/",
      "/api/../sign-in",
      "/api/%2e%2e/sign-in",
      "//api/me",
      "/API/me",
      "/_next/data/x.json",
      "/api/me",
      "/api/join",
      "/api/chat",
      "/api/auth/callback/credentials",
      "/api/nothing",
    ];
    for (const path of paths) {
      for (const method of ["POST", "DELETE", "PATCH", "GET", "OPTIONS"]) {
        // half a body, no body where one is announced, and something that is no request behind the first
        await hangUp(`${begin(method, path)}content-length: 1000\r\n\r\n{"a":`);
        await hangUp(`${begin(method, path)}transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n`);
        await hangUp(`${begin(method, path)}\r\n0:["$@1"]`);
      }
    }
    expect((await send("GET", "/api/health")).status).toBe(200);
    expect(server.logs()).not.toContain("uncaught");
  });

  test("a method that a route has not is 405, a route that is not there 404, both for nobody's cache", async () => {
    for (const [method, path, status] of [
      ["DELETE", "/api/models", 405],
      ["POST", "/api/conversations", 405],
      ["TRACE", "/api/models", 405],
      ["GET", "/api/setup", 405],
      ["GET", "/api/nothing/here", 404],
    ] as const) {
      const answer = await send(method, path, { headers: { cookie, origin: server.url } });
      expect([path, answer.status === status || (method === "TRACE" && answer.status >= 400)]).toEqual([path, true]);
      expect(String(answer.headers["cache-control"])).toContain("no-store");
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    }
  });
});

describe("a connection", () => {
  test("whose body never ends is answered and closed", async () => {
    const sent = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, "127.0.0.1");
      let text = "";
      let timer: NodeJS.Timeout | undefined;
      socket.on("data", (piece) => {
        text += String(piece);
      });
      socket.on("error", reject);
      socket.on("close", () => {
        clearInterval(timer);
        resolve(text);
      });
      socket.write(
        `POST /api/join HTTP/1.1\r\nhost: localhost:${server.port}\r\norigin: ${server.url}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
      );
      timer = setInterval(() => socket.writable && socket.write("1\r\n \r\n"), 500);
    });
    said.push(sent);
    expect(sent).toMatch(/^HTTP\/1\.1 408 /);
    expect(sent).toContain("took too long");
  }, 45_000);

  test("that sends more than a route takes is told so at once", async () => {
    const answer = await post("/api/join", { token: "x".repeat(200_000), password: "x" });
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([413, "too-large"]);
  });

  test("with 64 kB of cookies is refused by the server", async () => {
    const refusal = send("GET", "/api/models", { headers: { cookie: `a=${"x".repeat(64_000)}` } });
    // it hangs up while the rest is still being sent, so that not every client gets to read why
    const outcome = await refusal.then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect([431, "ECONNRESET", "EPIPE"]).toContain(outcome);
  });

  test("that claims an address is counted by the one that it has", async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const claim = {
        "x-forwarded-for": `203.0.113.${attempt}`,
        "x-parlance-client-address": `203.0.113.${attempt}`,
        "x-real-ip": `203.0.113.${attempt}`,
      };
      statuses.push((await signIn({ email: "claims@example.org", password: "wrong" }, claim)).answer.status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  });
});

test("two who ask the same address with different cookies never get each other's answer", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      send("GET", "/api/me/sessions", index % 2 === 0 ? { headers: { cookie } } : {}),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map((_, index) => (index % 2 === 0 ? 200 : 401)));
});

test("the provider's key is in no byte of an answer, a page, a bundle, a source map or the log", () => {
  const root = join(import.meta.dirname, "../../..", process.env.PARLANCE_BUILD_DIR || ".next", "static");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /\.\w+$/.test(file));
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
  expect(files.filter((file) => readFileSync(join(root, file), "latin1").includes(CANARY_KEY))).toEqual([]);
  expect(said.length).toBeGreaterThan(300);
  expect(said.filter((text) => text.includes(CANARY_KEY))).toEqual([]);
  expect(server.logs()).not.toContain(CANARY_KEY);
  expect(server.logs()).not.toContain(PASSWORD);
});
