import type { Exchange } from "@/lib/context/history";

/** A longer message is shown to the summariser by its beginning and its end. */
const MESSAGE_LENGTH_MAX = 24_000;

/** The part of a conversation that is to be summarised, as one text; what was summarised before stands first. */
export function toTranscript(earlierSummary: string | null, exchanges: readonly Exchange[]): string {
  const messages = exchanges.flatMap((exchange) => exchange.messages);
  const said = messages.map(({ role, text }) => `<${role}>\n${shorten(text)}\n</${role}>`).join("\n");
  return earlierSummary === null ? said : `<summary-so-far>\n${earlierSummary}\n</summary-so-far>\n${said}`;
}

function shorten(text: string): string {
  if (text.length <= MESSAGE_LENGTH_MAX) return text;
  const half = MESSAGE_LENGTH_MAX / 2;
  const omitted = text.length - MESSAGE_LENGTH_MAX;
  return `${text.slice(0, half)}\n[… ${omitted.toLocaleString("en")} characters left out …]\n${text.slice(-half)}`.toWellFormed();
}
