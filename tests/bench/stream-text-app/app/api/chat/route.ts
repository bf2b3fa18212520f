import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";

const provider = createOpenAICompatible({
  name: "upstream",
  baseURL: process.env.OPENAI_BASE_URL ?? "",
  apiKey: "bench",
  includeUsage: true,
});

/** What a chat on the AI SDK begins with: no session, no budget, no database. */
export async function POST(request: Request): Promise<Response> {
  const { prompt }: { prompt: string } = await request.json();
  return streamText({ model: provider("gpt-4o-mini"), prompt }).toUIMessageStreamResponse();
}
