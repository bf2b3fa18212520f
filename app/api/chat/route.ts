import { runTurn } from "@/lib/chat/run-turn.server";
import { turnRequest } from "@/lib/chat/turn-request";
import { eventStreamResponse } from "@/lib/http/event-stream.server";
import { handle } from "@/lib/http/handle.server";

export const POST = handle(
  { actor: "credential", body: turnRequest, bodyBytesMax: 1_000_000, limit: { requests: 60, windowMs: 60_000 } },
  async ({ runtime, credential, body }) => eventStreamResponse(await runTurn(runtime, { credential, ...body })),
);
