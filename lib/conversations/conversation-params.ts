import { z } from "zod";
import { isId } from "@/lib/core/ids";

const id = z.string().refine(isId, "must be a lower-case UUID");

/** The conversation that a path names. */
export const conversationParams = z.object({ conversationId: id });

/** Which page of older messages is wanted: those before this one. */
export const olderMessagesQuery = z.strictObject({ before: id });

/** Which summary is undone. */
export const summaryQuery = z.strictObject({ id });
