/** The floor that everything is compared with: a proxy of node:http that pipes. Forked by the bench with the upstream's port. */
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

const upstreamPort = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true });

const server = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  const forwarded = request({ agent, host: "127.0.0.1", port: upstreamPort, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  forwarded.on("error", () => outgoing.destroy());
  incoming.pipe(forwarded);
});

server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1", 4_096, () => process.send?.({ port: (server.address() as AddressInfo).port })); // a TCP server has one
process.on("disconnect", () => process.exit());
