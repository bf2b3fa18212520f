import "server-only";
import { z } from "zod";
import { password } from "@/lib/accounts/account-input";
import type { Actor } from "@/lib/accounts/actor";
import { hashPassword, isPasswordOf, requireGoodPassword } from "@/lib/accounts/passwords.server";
import { AppError } from "@/lib/core/errors";
import { waitInWords } from "@/lib/core/wait-in-words";
import type { Rate } from "@/lib/platform/rate-limiter/port";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The body of `POST /api/me/password`. */
export const passwordChange = z.strictObject({ currentPassword: password, newPassword: password });

/** Whoever finds an open browser does not get to guess the password in it. */
const ATTEMPTS: Rate = { requests: 10, windowMs: 15 * 60_000 };

/**
 * Changes the person's own password, and signs every other browser of theirs out.
 *
 * Throws `invalid-input` when the current one is wrong or the new one easily guessed, and `rate-limited`.
 */
export async function changePassword(
  runtime: Pick<Runtime, "clock" | "database" | "limiter" | "log">,
  actor: Actor,
  { currentPassword, newPassword }: z.infer<typeof passwordChange>,
): Promise<void> {
  const { database, limiter, log } = runtime;
  const attemptsKey = `change-password ${actor.id}`;
  const decision = await limiter.take(attemptsKey, ATTEMPTS);
  if (!decision.allowed) {
    const { retryAfterMs } = decision;
    throw new AppError("rate-limited", `That was too often. Try again in ${waitInWords(retryAfterMs)}.`, {
      retryAfterMs,
    });
  }
  const person = await database.prisma.person.findUnique({ where: { id: actor.id }, select: { passwordHash: true } });
  const oldHash = person?.passwordHash ?? null;
  if (!(await isPasswordOf(oldHash, currentPassword))) {
    log.info("password-change-refused", { personId: actor.id });
    throw new AppError("invalid-input", "This is not your current password.", { field: "currentPassword" });
  }
  requireGoodPassword(newPassword, { ...actor, field: "newPassword" });
  const passwordHash = await hashPassword(newPassword);
  await database.prisma.$transaction(async (tx) => {
    // On the old hash, so that of two changes at once only one is made.
    const { count } = await tx.person.updateMany({
      where: { id: actor.id, passwordHash: oldHash },
      data: { passwordHash },
    });
    if (count === 0) throw new AppError("conflict", "Your password was changed in another window just now.");
    await tx.session.updateMany({
      where: { personId: actor.id, id: { not: actor.sessionId }, revokedAt: null },
      data: { revokedAt: runtime.clock.now() },
    });
    await tx.accessLink.deleteMany({ where: { personId: actor.id, usedAt: null } });
  });
  await limiter.reset(attemptsKey);
  log.info("password-changed", { personId: actor.id });
}
