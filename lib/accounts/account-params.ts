import { z } from "zod";
import { id } from "@/lib/accounts/account-input";

/** The person that a path names. */
export const personParams = z.object({ personId: id });

/** The session that a path names. */
export const sessionParams = z.object({ sessionId: id });
