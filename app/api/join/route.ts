import { acceptLink, joinInput } from "@/lib/accounts/accept-link.server";
import { toAddressKey } from "@/lib/http/client-address";
import { handle } from "@/lib/http/handle.server";

export const POST = handle(
  { actor: "none", body: joinInput, limit: { requests: 20, windowMs: 60_000 } },
  async ({ runtime, body, address }) => {
    const { email } = await acceptLink(runtime, body, { addressKey: toAddressKey(address) });
    return { ok: true, email };
  },
);
