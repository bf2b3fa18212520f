import { version } from "@/package.json";

export const dynamic = "force-dynamic";

/** Says that the process serves requests. Asks nobody else, so that a slow database does not make a supervisor restart it. */
export function GET(): Response {
  return Response.json({ status: "ok", version }, { headers: { "cache-control": "no-store" } });
}
