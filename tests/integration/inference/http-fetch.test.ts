import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { httpFetch } from "@/lib/inference/http-fetch.server";

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has one
}

test("what is sent arrives with its length, and the answer has its status, headers and body", async () => {
  const seen: string[] = [];
  const url = await serve(async (request, response) => {
    for await (const chunk of request) seen.push(String(chunk));
    seen.push(request.method ?? "", request.headers["content-length"] ?? "", request.headers.authorization ?? "");
    response.writeHead(429, { "retry-after": "7", "x-request-id": "req_1" }).end('{"error":{}}');
  });
  const headers = { authorization: "Bearer key" };
  const response = await httpFetch(url, { method: "POST", body: '{"a":"ä"}', headers });
  expect(seen).toEqual(['{"a":"ä"}', "POST", "10", "Bearer key"]);
  expect([response.status, response.ok, response.headers.get("retry-after")]).toEqual([429, false, "7"]);
  expect(await response.json()).toEqual({ error: {} });
});

test("each part of a body can be read when it comes", async () => {
  let goOn = () => {};
  const url = await serve((_, response) => {
    response.write("first");
    goOn = () => response.end("second");
  });
  const reader = (await httpFetch(url)).body?.getReader();
  expect(String(Buffer.from((await reader?.read())?.value ?? []))).toBe("first");
  goOn();
  expect(String(Buffer.from((await reader?.read())?.value ?? []))).toBe("second");
  expect((await reader?.read())?.done).toBe(true);
});

test("a body that is much larger than what may wait arrives whole", async () => {
  const url = await serve((_, response) => {
    response.end(Buffer.alloc(20_000_000, "x"));
  });
  const response = await httpFetch(url);
  await new Promise((resolve) => setImmediate(resolve)); // nobody reads for a while
  expect((await response.text()).length).toBe(20_000_000);
});

test("a compressed answer is read all the same, and a broken one fails", async () => {
  const url = await serve((request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end(request.url === "/broken" ? "no gzip" : gzipSync("words"));
  });
  expect(await (await httpFetch(url)).text()).toBe("words");
  await expect((await httpFetch(`${url}/broken`)).text()).rejects.toThrow("incorrect header check");
});

test("an abort closes the connection, before the answer and in the middle of it", async () => {
  let closed = 0;
  const url = await serve((request, response) => {
    request.on("close", () => {
      closed += 1;
    });
    if (request.url === "/talks") response.write("first");
  });
  const before = new AbortController();
  const waiting = httpFetch(url, { signal: before.signal });
  before.abort();
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });

  const middle = new AbortController();
  const reader = (await httpFetch(`${url}/talks`, { signal: middle.signal })).body?.getReader();
  await reader?.read();
  const next = reader?.read();
  middle.abort();
  await expect(next).rejects.toThrow();
  await expect.poll(() => closed).toBeGreaterThanOrEqual(1);
});

test("a connection that is cut in the middle fails the reading", async () => {
  const url = await serve((_, response) => {
    response.write("first");
    setImmediate(() => response.destroy());
  });
  await expect((await httpFetch(url)).text()).rejects.toThrow();
});

test("nobody is followed to another address", async () => {
  const url = await serve((_, response) => {
    response.writeHead(302, { location: "http://elsewhere.invalid/" }).end();
  });
  expect((await httpFetch(url)).status).toBe(302);
});

test("a connection is used again", async () => {
  const url = await serve((_, response) => {
    response.end("x");
  });
  let connections = 0;
  server?.on("connection", () => {
    connections += 1;
  });
  for (let call = 0; call < 3; call += 1) await (await httpFetch(url)).text();
  expect(connections).toBe(1);
});
