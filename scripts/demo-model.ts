/** The demo model: what answers when no OPENAI_API_KEY is set. A scripted provider at the wire, so that everything else is the real path. */
import { toDemoAnswer } from "./demo-answers.ts";
import { startMockProvider } from "./mock-provider.ts";
import { toText } from "./prompt-cache.ts";

/** About 70 tokens a second after half a second: the pace of a person's reading. */
const PACE = { ttft: 450, tps: 70, jitter: 0.3 };

/** Starts the demo model on a free port of this machine, in this process. */
export async function startDemoModel(): Promise<{ baseUrl: string; close(): Promise<void> }> {
  const { baseUrl, close } = await startMockProvider({
    pace: PACE,
    answer: ({ messages }) => ({
      text: toDemoAnswer(messages.map(({ role, content }) => ({ role, text: toText(content) }))),
    }),
  });
  return { baseUrl, close };
}
