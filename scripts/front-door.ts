import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from "node:http";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The address of the visitor as we believe it, for lib/http. Whatever a visitor sends under this name is dropped. */
export const CLIENT_ADDRESS = "x-parlance-client-address";

/** What a proxy may tell us; from anybody else it is a claim. */
const FORWARDED = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
];

/** What Next says to itself by headers: from outside it is an attempt to walk around something. There are no server actions. */
const INTERNAL = /^(x-middleware-.*|next-action)$/;

/**
 * Stands in front of Next: tells early and late visitors to come back, drops upgrades (nothing here speaks WebSocket) and
 * what strangers claim about where they come from, refuses what is sent to a page, and bounds how long a request may take to
 * arrive.
 */
export function createFrontDoor({ trustedProxies, isDevelopment }: { trustedProxies: number; isDevelopment: boolean }) {
  let handler: Handler | null = null;
  let isClosing = false;

  const listener: RequestListener = (request, response) => {
    if (isClosing) return sendAway(response, "Parlance is shutting down. Try again in a moment.", "shutting-down");
    if (handler === null) return sendAway(response, "Parlance is starting. Try again in a moment.", "shutting-down");
    if (!request.url?.startsWith("/")) return refuse(response, 400); // a whole address is for proxies, and this is none
    const isTaken = isRead(request) || isForRoute(request) || (isDevelopment && isForOverlay(request));
    if (!isTaken) return refuse(response, 405, { allow: "GET, HEAD" });
    nameClient(request, trustedProxies);
    for (const name of Object.keys(request.headers)) if (INTERNAL.test(name)) delete request.headers[name];
    handler(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };

  return {
    options: { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 } satisfies ServerOptions,
    listener,
    guard(server: Server) {
      if (isDevelopment) return; // Next adds a listener of its own at the first request, for its hot reloading
      // One listener of ours, and Next is kept from adding its own: an upgrade would reach its router past every check.
      server.on("upgrade", (_request, socket) => socket.destroy());
      server.on("newListener", (event, added) => {
        if (event === "upgrade") queueMicrotask(() => server.off("upgrade", added));
      });
    },
    open(next: Handler) {
      handler = next;
    },
    close() {
      isClosing = true;
    },
  };
}

function sendAway(response: ServerResponse, message: string, code: string): void {
  response.writeHead(503, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "private, no-store",
    "retry-after": "2",
    connection: "close",
  });
  response.end(JSON.stringify({ error: { code, message, retryAfterMs: 2_000 } }));
}

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}

/**
 * True for a route, in the address as it was sent and as it is read: `/api/../sign-in` is a page.
 *
 * Pages take nothing. Next would copy what is sent to one for proxy.ts to read, and its copy throws where nobody can catch it
 * when the visitor hangs up in the middle: one such request would end the process.
 */
function isForRoute({ url = "" }: IncomingMessage): boolean {
  return url.startsWith("/api/") && (URL.parse(url, "http://localhost")?.pathname.startsWith("/api/") ?? false);
}

/** What the error overlay of `next dev` asks its own server. */
function isForOverlay({ url = "" }: IncomingMessage): boolean {
  return url.startsWith("/__nextjs_");
}

function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, "cache-control": "private, no-store", connection: "close" });
  response.end();
}

/** Each proxy of ours added the address that it saw at the end of the list; what stands before those is hearsay. */
function nameClient(request: IncomingMessage, trustedProxies: number): void {
  const seen = request.socket.remoteAddress ?? "";
  const told = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  if (trustedProxies === 0) for (const name of FORWARDED) delete request.headers[name];
  const chain = [...told, seen];
  const address = trustedProxies === 0 ? seen : (chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? seen);
  request.headers[CLIENT_ADDRESS] = address.replace(/^::ffff:/, "");
}
