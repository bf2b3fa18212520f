import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { AccessLinkView } from "@/lib/accounts/views";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/platform/database/generated/client";
import type { Runtime } from "@/lib/platform/runtime.server";

/** A link to set up or to reset is for now; an invitation waits for somebody to come to work (ASVS 6.4.1: all of them end). */
const LIFETIME_MS = { setup: 24 * 3_600_000, reset: 24 * 3_600_000, invite: 7 * 24 * 3_600_000 } as const;

const PAGE = { setup: "/setup", reset: "/join", invite: "/join" } as const;

export type AccessLinkKindName = keyof typeof LIFETIME_MS;

/** What a transaction or the database itself can be asked for. */
type AccessLinks = Pick<Prisma.TransactionClient, "accessLink">;

/**
 * Makes a link that works once, in place of every earlier one of its kind or person that was not used.
 *
 * Its token has 256 bits; the database keeps only the hash, so that whoever reads the database cannot use it.
 */
export async function makeLink(
  tx: AccessLinks,
  { config, clock, newId }: Pick<Runtime, "config" | "clock" | "newId">,
  { kind, personId }: { kind: AccessLinkKindName; personId: string | null },
): Promise<AccessLinkView> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(clock.now().getTime() + LIFETIME_MS[kind]);
  await tx.accessLink.deleteMany({ where: { usedAt: null, ...(personId === null ? { kind } : { personId }) } });
  await tx.accessLink.create({ data: { id: newId(), kind, personId, tokenHash: hashToken(token), expiresAt } });
  return { url: `${config.publicUrl}${PAGE[kind]}?token=${token}`, expiresAt: expiresAt.toISOString() };
}

/** Uses a link up: true exactly once, however many come at the same time. */
export async function consumeLink(
  tx: AccessLinks,
  { clock }: Pick<Runtime, "clock">,
  { token, kinds }: { token: string; kinds: readonly AccessLinkKindName[] },
): Promise<boolean> {
  const now = clock.now();
  const { count } = await tx.accessLink.updateMany({
    where: { tokenHash: hashToken(token), kind: { in: [...kinds] }, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

/** Under which a link is kept. No salt and no slow hash: nobody guesses 256 bits. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The refusal of a link that was used, has ended, was replaced, or never was. */
export function linkIsOver(): AppError {
  return new AppError(
    "not-found",
    "This link does not work any more: it works once, and only for a while. Ask for a new one.",
    {
      field: "token",
    },
  );
}
