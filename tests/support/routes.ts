import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sessionTokensOf } from "@/lib/accounts/read-credential.server";
import { cookieName, SESSION_LIFETIME_MS } from "@/lib/accounts/session-cookie";
import type { Runtime } from "@/lib/platform/runtime.server";

const root = join(import.meta.dirname, "../..");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export type Method = (typeof METHODS)[number];

/** A route of the product as its folder says: `/api/me/sessions/[sessionId]`, and what it answers to. */
export type Route = { path: string; methods: Method[] };

/** Every route under app/api, found by walking the folder. */
export function findRoutes(): Route[] {
  return readdirSync(join(root, "app/api"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.ts$/.test(file))
    .map((file) => {
      const source = readFileSync(join(root, "app/api", file), "utf8");
      const exported = (method: Method) => new RegExp(`export (const|(async )?function) ${method}\\b`).test(source);
      return { path: `/api/${file.replace(/\/?route\.ts$/, "")}`, methods: METHODS.filter(exported) };
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** Makes `runtime` the one that the routes of this process get, in place of what an earlier suite left. */
export function installRuntime(runtime: Runtime): void {
  Object.assign(globalThis, { [Symbol.for("parlance.runtime")]: Promise.resolve(runtime) });
}

export type RouteCall = {
  cookie?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is, in place of `body`. */
  rawBody?: BodyInit;
};

type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>;

/** Calls a route as a page of ours does: with the origin of the server, JSON, and the cookie of a session. */
export async function callRoute(
  runtime: Runtime,
  method: Method,
  address: string,
  { cookie, body, headers = {}, rawBody }: RouteCall = {},
): Promise<Response> {
  const url = new URL(address, runtime.config.publicUrl);
  const { path, params } = matchRoute(url.pathname);
  const module: Partial<Record<Method, Handler>> = await import(join(root, "app", path, "route.ts"));
  const handler = module[method];
  if (!handler) return new Response(null, { status: 405 });
  const sent = rawBody ?? (body === undefined ? null : JSON.stringify(body));
  const init = {
    method,
    body: sent,
    duplex: "half",
    headers: {
      host: url.host,
      origin: url.origin,
      "sec-fetch-site": "same-origin",
      "x-parlance-client-address": "203.0.113.7",
      ...(sent === null ? {} : { "content-type": "application/json" }),
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
  };
  return handler(new Request(url, init), { params: Promise.resolve(params) });
}

function matchRoute(pathname: string): { path: string; params: Record<string, string | string[]> } {
  const given = pathname.split("/").filter(Boolean);
  for (const { path } of findRoutes().sort((a, b) => rankOf(a) - rankOf(b))) {
    const parts = path.split("/").filter(Boolean);
    const rest = /^\[\.\.\.(\w+)\]$/.exec(parts.at(-1) ?? "")?.[1];
    const fixed = rest === undefined ? parts : parts.slice(0, -1);
    if (rest === undefined ? given.length !== parts.length : given.length <= fixed.length) continue;
    const params: Record<string, string | string[]> = {};
    const fits = fixed.every((part, index) => {
      const name = /^\[(\w+)\]$/.exec(part)?.[1];
      if (name !== undefined) params[name] = decodeURIComponent(given[index] ?? "");
      return name !== undefined || part === given[index];
    });
    if (!fits) continue;
    return { path, params: rest === undefined ? params : { ...params, [rest]: given.slice(fixed.length) } };
  }
  throw new Error(`no route for ${pathname}`);
}

/** As Next chooses: what is named before what is any one part, that before any rest, and of rests the longer one first. */
function rankOf({ path }: Route): number {
  return path.includes("[...") ? 100 - path.length / 100 : path.split("[").length;
}

/** The Cookie header of a browser that is signed in with this session. */
export function cookieOf(
  { config, clock }: Pick<Runtime, "config" | "clock">,
  credential: { sessionId: string; personId: string },
): string {
  const expiresAt = new Date(clock.now().getTime() + SESSION_LIFETIME_MS);
  return `${cookieName(config.publicUrl, "session")}=${sessionTokensOf(config).sign(credential, expiresAt)}`;
}

/** Signs in through NextAuth's route, as the page does, in a browser that may have a cookie already. The cookie is null when it was refused. */
export async function signInByForm(
  runtime: Runtime,
  credentials: { email: string; password: string },
  { cookie: old, ...headers }: Record<string, string> = {},
): Promise<{ response: Response; cookie: string | null; setCookies: string[] }> {
  const csrf = await callRoute(runtime, "GET", "/api/auth/csrf", { headers });
  const { csrfToken }: { csrfToken: string } = JSON.parse(await csrf.text());
  const given = csrf.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const response = await callRoute(runtime, "POST", "/api/auth/callback/credentials", {
    cookie: [...(old === undefined ? [] : [old]), ...given].join("; "),
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
    rawBody: new URLSearchParams({ ...credentials, csrfToken }).toString(),
  });
  const setCookies = response.headers.getSetCookie();
  const name = cookieName(runtime.config.publicUrl, "session");
  const session = setCookies.find((cookie) => cookie.startsWith(`${name}=`))?.split(";")[0];
  return { response, cookie: session ?? null, setCookies };
}
