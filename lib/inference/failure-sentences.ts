import type { RoleName } from "@/lib/accounts/views";
import type { AppErrorCode } from "@/lib/core/errors";

/** Why an answer failed, in words for one reader. */
export type FailureSentences = { code: string; message: string };

type Sentences = string | { administrator: string; member: string };

const ASK_ADMINISTRATOR =
  "The answer could not be started. Nothing was charged. Tell an administrator: the connection to the model needs attention.";
const ELSEWHERE = "The answer failed, and the reason is in the server's log. What was written is kept. Try again.";

/** What happened, whether anything was lost or charged, and what to do. Causes that only an administrator can mend are told to them alone. */
const SENTENCES: Readonly<Record<string, Sentences | undefined>> = {
  "provider-key-rejected": {
    administrator:
      "The provider rejected the API key (401). Nothing was charged. Check OPENAI_API_KEY on the server, set a valid key and start again.",
    member: ASK_ADMINISTRATOR,
  },
  "provider-forbidden": {
    administrator:
      "The provider refused this key access (403): its project may not use this model, or this server's country or address is not allowed. Nothing was charged. Check the project's permissions with the provider.",
    member: ASK_ADMINISTRATOR,
  },
  "provider-quota-exhausted": {
    administrator:
      "The provider account has no money left (insufficient_quota). Nothing was charged. Add credit or raise the limit with the provider; trying again does not help until then.",
    member:
      "The answer could not be started. Nothing was charged. Tell an administrator: the account at the provider has run out.",
  },
  "provider-busy":
    "The provider is busy and still refused after we had tried again. Nothing was charged. Wait a minute, then try again, or choose another model.",
  "provider-down":
    "The connection to the provider failed, or it had an error of its own. What was written is kept, and only that is charged. Try again.",
  "provider-timeout":
    "The provider stopped sending for too long, so the answer was ended. What was written is kept, and only that is charged. Continue or try again.",
  "provider-refused-request": {
    administrator:
      "The provider refused the request as invalid (400). Nothing was charged. The server's log has its words; a compatible server may not know a parameter that was sent.",
    member:
      "The provider did not accept this request. Nothing was charged. Try another model, or reset the chat's parameters.",
  },
  "provider-broken-answer":
    "The provider sent something that is not an answer. What could be read is kept, and only that is charged. Try again; if it stays, tell an administrator.",
  "model-unavailable":
    "The provider does not offer this model to this account (any more). Nothing was charged. Choose another model and try again.",
  "context-too-long":
    "The provider says that this conversation is too long for the model. Nothing was charged. Choose a model with a larger window, or start a new chat.",
  "shutting-down":
    "The server was stopped while the answer was written. What was written is kept. Continue or try again.",
} satisfies Partial<Record<AppErrorCode, Sentences>>;

/** A failure (an AppErrorCode, as it is stored) as one person reads it; every code has a sentence. Never the provider's own words: they can hold a part of the key. */
export function toFailureView(code: string, role: RoleName): FailureSentences {
  const sentences = SENTENCES[code] ?? ELSEWHERE;
  if (typeof sentences === "string") return { code, message: sentences };
  return { code, message: role === "member" ? sentences.member : sentences.administrator };
}
