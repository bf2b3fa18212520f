import "server-only";
import { z } from "zod";
import { consumeLink, linkIsOver } from "@/lib/accounts/access-links.server";
import { linkToken, name, password } from "@/lib/accounts/account-input";
import { findAccessLink } from "@/lib/accounts/find-access-link.server";
import { hashPassword, requireGoodPassword } from "@/lib/accounts/passwords.server";
import { forgetSignIns } from "@/lib/accounts/sign-in-limits.server";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The body of `POST /api/join`. */
export const joinInput = z.strictObject({ token: linkToken, name: name.optional(), password });

/**
 * Accepts an invitation, or sets a new password, with the link that was handed to the person; the link is used up by it.
 *
 * A new password ends every session of the person: the reason for it may be that somebody else has one. It also lifts a lock-out by
 * failed attempts. Throws `not-found` for a
 * link that does not work, and `invalid-input` for a password that is easily guessed.
 */
export async function acceptLink(
  runtime: Pick<Runtime, "clock" | "config" | "database" | "limiter" | "log">,
  input: z.infer<typeof joinInput>,
  { addressKey }: { addressKey: string },
): Promise<{ email: string }> {
  const link = await findAccessLink(runtime, input.token);
  if (!link || link.kind === "setup") throw linkIsOver();
  const { kind, personId, email } = link;
  const chosenName = kind === "invite" ? (input.name ?? link.name) : link.name;
  requireGoodPassword(input.password, { email, name: chosenName, field: "password" });
  const passwordHash = await hashPassword(input.password);
  const now = runtime.clock.now();
  await runtime.database.prisma.$transaction(async (tx) => {
    if (!(await consumeLink(tx, runtime, { token: input.token, kinds: ["invite", "reset"] }))) throw linkIsOver();
    // In the condition, because the person may be disabled since the link was looked up.
    const { count } = await tx.person.updateMany({
      where: { id: personId, state: kind === "invite" ? "invited" : "active" },
      data: { state: "active", name: chosenName, passwordHash },
    });
    if (count === 0) throw linkIsOver();
    await tx.session.updateMany({ where: { personId, revokedAt: null }, data: { revokedAt: now } });
  });
  await forgetSignIns(runtime, { email, addressKey });
  runtime.log.info("access-link-used", { personId, kind });
  return { email };
}
