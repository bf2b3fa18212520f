import { acceptLink, joinInput } from "@/lib/accounts/accept-link.server";
import { handle } from "@/lib/http/handle.server";

export const POST = handle(
  { actor: "none", body: joinInput, limit: { requests: 20, windowMs: 60_000 } },
  async ({ runtime, body }) => {
    const { email } = await acceptLink(runtime, body);
    return { ok: true, email };
  },
);
