import { z } from "zod";
import { QUESTION_LENGTH_MAX } from "@/lib/chat/question-length";
import { isId } from "@/lib/core/ids";
import { modelParameters } from "@/lib/models/parameters";

const id = z.string().refine(isId, "must be a lower-case UUID");
const common = {
  /** Chosen by the client once per turn and repeated on a retry: the same id is the same turn. */
  id,
  /** A new id starts a new chat. */
  conversationId: id,
  model: z.string().min(1).max(200).optional(),
  parameters: modelParameters.optional(),
};

/** The body of `POST /api/chat`. */
export const turnRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("ask"),
    ...common,
    text: z
      .string()
      .max(QUESTION_LENGTH_MAX, `must not be longer than ${QUESTION_LENGTH_MAX.toLocaleString("en")} characters`)
      .refine((text) => text.trim() !== "", "must not be empty")
      .refine((text) => !text.includes("\0"), "must not contain NUL characters")
      .refine((text) => text.isWellFormed(), "must be well-formed Unicode"),
    /** The message that the question follows; null or absent: the newest of the shown branch. */
    parentId: id.nullish(),
  }),
  /** Another answer to a question, after a failure or because the person wants one. */
  z.strictObject({ kind: z.literal("retry"), ...common, questionId: id }),
  /** Goes on with an answer that was cut by its length, stopped or interrupted. */
  z.strictObject({ kind: z.literal("continue"), ...common, answerId: id }),
]);

export type TurnRequest = z.infer<typeof turnRequest>;
