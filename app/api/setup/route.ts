import { createOwner, ownerInput } from "@/lib/accounts/create-owner.server";
import { handle } from "@/lib/http/handle.server";

export const POST = handle(
  { actor: "none", body: ownerInput, limit: { requests: 20, windowMs: 60_000 } },
  async ({ runtime, body }) => {
    await createOwner(runtime, body);
    return { ok: true };
  },
);
