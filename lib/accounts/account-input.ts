import { z } from "zod";
import { isId } from "@/lib/core/ids";

const NAME_LENGTH_MAX = 100;
const EMAIL_LENGTH_MAX = 254;

/** Longer than any password that is accepted: what does not fit is refused with a sentence of its own, by the rules of passwords. */
const PASSWORD_INPUT_MAX = 1_024;

/** An id as paths and bodies carry it. */
export const id = z.string().refine(isId, "must be a lower-case UUID");

/** An address for signing in: lower-case, because people do not remember how they wrote it. */
export const email = z
  .string()
  .max(EMAIL_LENGTH_MAX, `must not be longer than ${EMAIL_LENGTH_MAX} characters`)
  .transform(normaliseEmail)
  .refine((text) => /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(text), "must be an email address like ada@example.org");

/** What a person or an organisation is called. */
export const name = z
  .string()
  .transform((text) => text.trim().normalize("NFC"))
  .refine((text) => text !== "", "must not be empty")
  .refine((text) => text.length <= NAME_LENGTH_MAX, `must not be longer than ${NAME_LENGTH_MAX} characters`)
  .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), "must be one line");

/** A password as it is typed. Whether it is good enough for a new one is decided by the rules of passwords. */
export const password = z
  .string()
  .min(1, "must not be empty")
  .max(PASSWORD_INPUT_MAX, `must not be longer than ${PASSWORD_INPUT_MAX} characters`);

/** The secret of a link. */
export const linkToken = z.string().max(200, "must be the one from your link");

/** The form of an address under which a person is found. */
export function normaliseEmail(text: string): string {
  return text.trim().normalize("NFC").toLowerCase();
}
