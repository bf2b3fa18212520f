/** Per message: three tokens of framing and one of the role (OpenAI Cookbook, "How to count tokens with tiktoken"). */
export const MESSAGE_OVERHEAD_TOKENS = 4;
/** Every answer is primed with `<|start|>assistant<|message|>`. */
export const PRIMING_TOKENS = 3;

/** Tokens of one message of a prompt: its text and its framing. */
export function messageTokens(textTokens: number): number {
  return textTokens + MESSAGE_OVERHEAD_TOKENS;
}
