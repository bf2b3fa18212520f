import { createSessionTokens } from "@/lib/accounts/session-token.server";
import type { StreamEvent, TurnStarted } from "@/lib/chat/stream-events";
import type { ThreadView } from "@/lib/conversations/views";
import { newId } from "@/lib/core/ids";

/** The secret of the servers that tests start, so that tests can sign cookies. */
export const TEST_SECRET = "a secret of more than thirty-two characters";

/** What came of an answer before its connection ended, one way or the other. */
export type ReceivedAnswer = { started: TurnStarted | null; text: string; events: StreamEvent[]; isBroken: boolean };

/** The cookie of a session that a test made in the database. */
export function cookieFor(who: { personId: string; sessionId: string }): string {
  return `parlance.session=${createSessionTokens(TEST_SECRET).sign(who, new Date(Date.now() + 3_600_000))}`;
}

/** Makes the owner with the link of a first start, signs in, and returns the cookie. */
export async function signInAsOwner(url: string, setupLink: string): Promise<string> {
  const email = "ada@example.test";
  const password = "velvet harbor tinsel orbit";
  const token = new URL(setupLink).searchParams.get("token");
  const owner = { token, organisationName: "Test", name: "Ada", email, password, timeZone: "UTC" };
  const headers = { origin: url, "content-type": "application/json" };
  const made = await fetch(`${url}/api/setup`, { method: "POST", headers, body: JSON.stringify(owner) });
  if (!made.ok) throw new Error(`The owner was not made: ${await made.text()}`);
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }; // NextAuth's own shape
  const signedIn = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { origin: url, cookie: toCookieHeader(csrf) },
    body: new URLSearchParams({ email, password, csrfToken }),
  });
  if (!signedIn.ok) throw new Error(`Nobody could sign in: ${await signedIn.text()}`);
  return toCookieHeader(signedIn);
}

function toCookieHeader(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** A person's browser, as far as the chat's routes are concerned. */
export function createChatClient(url: string, cookie: string) {
  const headers = { cookie, origin: url, "content-type": "application/json" };

  /** Reads a stream until it ends, breaks, or `until` has seen enough. */
  async function read(response: Response, until: (soFar: ReceivedAnswer) => boolean): Promise<ReceivedAnswer> {
    const received: ReceivedAnswer = { started: null, text: "", events: [], isBroken: true };
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = "";
    while (reader) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done) break;
      buffer += value ?? "";
      const blocks = buffer.split("\n\n");
      buffer = blocks.pop() ?? "";
      for (const block of blocks) {
        if (block === "data: [DONE]") received.isBroken = false;
        if (!block.startsWith("data: {")) continue;
        const event: StreamEvent = JSON.parse(block.slice(6));
        received.events.push(event);
        if (event.type === "data-turn") received.started = event.data;
        if (event.type === "text-delta") received.text += event.delta;
      }
      if (until(received)) {
        await reader.cancel().catch(() => {});
        break;
      }
    }
    return received;
  }

  return {
    /** Asks in a new chat, or in one that is given. */
    async ask(
      text: string,
      {
        conversationId = newId(),
        until = () => false,
        model,
      }: { conversationId?: string; until?: (soFar: ReceivedAnswer) => boolean; model?: string } = {},
    ): Promise<ReceivedAnswer & { conversationId: string; status: number }> {
      const body = JSON.stringify({ kind: "ask", id: newId(), conversationId, text, ...(model && { model }) });
      const response = await fetch(`${url}/api/chat`, { method: "POST", headers, body });
      return { conversationId, status: response.status, ...(await read(response, until)) };
    },
    async rejoin(conversationId: string, until: (soFar: ReceivedAnswer) => boolean = () => false) {
      const response = await fetch(`${url}/api/chat/${conversationId}/stream`, { headers });
      return { status: response.status, ...(await read(response, until)) };
    },
    async stop(conversationId: string): Promise<{ stopped: boolean }> {
      const response = await fetch(`${url}/api/chat/${conversationId}/stream`, { method: "DELETE", headers });
      return response.json() as Promise<{ stopped: boolean }>; // the route's own shape
    },
    async thread(conversationId: string): Promise<ThreadView | null> {
      const response = await fetch(`${url}/api/conversations/${conversationId}`, { headers });
      return response.ok ? (response.json() as Promise<ThreadView>) : null; // the route's own shape
    },
  };
}
