import "server-only";
import { z } from "zod";
import { consumeLink, linkIsOver } from "@/lib/accounts/access-links.server";
import { email, linkToken, name, password } from "@/lib/accounts/account-input";
import { findAccessLink } from "@/lib/accounts/find-access-link.server";
import { hashPassword, requireGoodPassword } from "@/lib/accounts/passwords.server";
import { isTimeZone } from "@/lib/accounts/time-zone";
import { AppError } from "@/lib/core/errors";
import { isUniqueViolation } from "@/lib/platform/database/failures";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The body of `POST /api/setup`. `timeZone` is the browser's: budgets count their days in it. */
export const ownerInput = z.strictObject({
  token: linkToken,
  organisationName: name,
  name,
  email,
  password,
  timeZone: z.string().refine(isTimeZone, "must be the name of a time zone like Europe/Berlin").optional(),
});

/**
 * Creates the owner and the organisation, with the link of the first start, which is used up by it.
 *
 * Throws `not-found` for a link that does not work, `invalid-input` for a password that is easily guessed, and `conflict` when
 * somebody else was faster.
 */
export async function createOwner(
  runtime: Pick<Runtime, "clock" | "database" | "log" | "newId">,
  input: z.infer<typeof ownerInput>,
): Promise<{ personId: string }> {
  const { database, newId, log } = runtime;
  const link = await findAccessLink(runtime, input.token);
  if (link?.kind !== "setup") throw linkIsOver();
  requireGoodPassword(input.password, { ...input, field: "password" });
  const passwordHash = await hashPassword(input.password);
  const timeZone = await findTimeZone(runtime, input.timeZone ?? "UTC");
  const personId = newId();
  try {
    await database.prisma.$transaction(async (tx) => {
      if (!(await consumeLink(tx, runtime, { token: input.token, kinds: ["setup"] }))) throw linkIsOver();
      await tx.organisation.create({ data: { id: newId(), name: input.organisationName, timeZone } });
      const { email, name } = input;
      await tx.person.create({ data: { id: personId, email, name, role: "owner", state: "active", passwordHash } });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", "This Parlance has an owner already. Sign in, or ask them for an invitation.");
  }
  log.info("owner-created", { personId });
  return { personId };
}

/** The browser's zone where the database knows it too: the database counts the days. */
async function findTimeZone({ database }: Pick<Runtime, "database">, wanted: string): Promise<string> {
  const found = await database.query({ text: "select name from pg_timezone_names where name = $1", values: [wanted] });
  return found.length > 0 ? wanted : "UTC";
}
