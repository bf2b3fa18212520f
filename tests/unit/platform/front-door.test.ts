import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { CLIENT_ADDRESS, createFrontDoor } from "@/scripts/front-door";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serve(options: { trustedProxies?: number; isOpen?: boolean } = {}) {
  const door = createFrontDoor({ trustedProxies: options.trustedProxies ?? 0, isDevelopment: false });
  const server = createServer(door.options, door.listener);
  door.guard(server);
  const seen: IncomingHttpHeaders[] = [];
  if (options.isOpen !== false) {
    door.open(async (incoming, response) => {
      seen.push(incoming.headers);
      response.end("page");
    });
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(
    () => server.closeAllConnections(),
    () => void server.close(),
  );
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { door, server, port, seen };
}

const get = (port: number, headers: Record<string, string> = {}) =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const asking = request({ port, host: "127.0.0.1", headers, agent: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    });
    asking.on("error", reject);
    asking.end();
  });

describe("front door", () => {
  test("who comes before the start or after the end is asked to come back", async () => {
    const early = await serve({ isOpen: false });
    expect(await get(early.port)).toMatchObject({ status: 503, headers: { "retry-after": "2" } });
    const late = await serve();
    late.door.close();
    expect(await get(late.port)).toMatchObject({ status: 503, headers: { connection: "close" } });
  });

  test("what a stranger says about where it comes from is dropped", async () => {
    const { port, seen } = await serve();
    await get(port, {
      "x-forwarded-for": "1.2.3.4",
      "x-real-ip": "1.2.3.4",
      forwarded: "for=1.2.3.4",
      [CLIENT_ADDRESS]: "1.2.3.4",
    });
    expect(seen[0]?.[CLIENT_ADDRESS]).toBe("127.0.0.1");
    expect(JSON.stringify(seen[0])).not.toContain("1.2.3.4");
  });

  test.each([
    [1, "6.6.6.6, 9.9.9.9", "9.9.9.9"],
    [2, "6.6.6.6, 9.9.9.9, 10.0.0.1", "9.9.9.9"],
    [2, "9.9.9.9", "9.9.9.9"],
    [1, "", "127.0.0.1"],
  ])("behind %i proxies of ours, %o comes from %s", async (trustedProxies, forwarded, expected) => {
    const { port, seen } = await serve({ trustedProxies });
    await get(port, forwarded === "" ? {} : { "x-forwarded-for": forwarded });
    expect(seen[0]?.[CLIENT_ADDRESS]).toBe(expected);
  });

  test("an upgrade is cut off, and nobody else may listen for one", async () => {
    const { port, server, seen } = await serve();
    server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    await Promise.resolve();
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.on("data", (chunk) => {
        text += String(chunk);
      });
      socket.on("close", () => resolve(text));
      socket.on("error", () => resolve(text));
      socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    });
    expect(answer).toBe("");
    expect(seen).toEqual([]);
  });
});
