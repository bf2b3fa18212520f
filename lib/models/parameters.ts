import { z } from "zod";

/** Efforts that the API knows (openapi: ReasoningEffort); which of them a model takes is a fact of the catalogue. */
export const REASONING_EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;
export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

/** What a person can tune for one chat. Ranges are the API's (openapi: CreateChatCompletionRequest). Absent: the model's default. */
export const modelParameters = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  frequencyPenalty: z.number().min(-2).max(2).optional(),
  presencePenalty: z.number().min(-2).max(2).optional(),
  maxOutputTokens: z.int().min(1).max(1_000_000).optional(),
  reasoningEffort: z.enum(REASONING_EFFORTS).optional(),
});

export type ModelParameters = z.infer<typeof modelParameters>;
