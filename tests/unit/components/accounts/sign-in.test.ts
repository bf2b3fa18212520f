import { describe, expect, test } from "vitest";
import { signIn } from "@/components/accounts/sign-in";

const CREDENTIALS = { email: "ada@example.com", password: "a + b & c" };

/** Answers the two requests in turn and keeps what was sent. */
function answering(...answers: Response[]) {
  const sent: { path: string; body: URLSearchParams | null }[] = [];
  const fetch = async (path: unknown, init?: RequestInit) => {
    sent.push({ path: String(path), body: init?.body instanceof URLSearchParams ? init.body : null });
    const answer = answers.shift();
    if (!answer) throw new TypeError("fetch failed");
    return answer;
  };
  return { fetch, sent };
}

const token = () => Response.json({ csrfToken: "t1" });

describe("signing in", () => {
  test("sends the credentials with the token that it was given, as they were typed", async () => {
    const { fetch, sent } = answering(token(), Response.json({ url: "http://localhost:3000" }));
    expect(await signIn(CREDENTIALS, fetch)).toEqual({ ok: true });
    expect(sent.map(({ path }) => path)).toEqual(["/api/auth/csrf", "/api/auth/callback/credentials"]);
    expect(Object.fromEntries(sent[1]?.body ?? [])).toEqual({ ...CREDENTIALS, csrfToken: "t1" });
  });

  test("a refusal keeps the server's sentence", async () => {
    const refusal = { error: { code: "unauthenticated", message: "They do not go together.", requestId: "r" } };
    const { fetch } = answering(token(), Response.json(refusal, { status: 401 }));
    expect(await signIn(CREDENTIALS, fetch)).toMatchObject({
      ok: false,
      failure: { code: "unauthenticated", message: "They do not go together." },
    });
  });

  test("too many attempts are told before the password is sent", async () => {
    const { fetch, sent } = answering(
      Response.json({ error: { code: "rate-limited", message: "Too often." } }, { status: 429 }),
    );
    expect(await signIn(CREDENTIALS, fetch)).toMatchObject({ ok: false, failure: { code: "rate-limited" } });
    expect(sent).toHaveLength(1);
  });

  test("no network is a sentence, before and after the token", async () => {
    expect(await signIn(CREDENTIALS, answering().fetch)).toMatchObject({ ok: false, failure: { code: "unreachable" } });
    expect(await signIn(CREDENTIALS, answering(token()).fetch)).toMatchObject({
      ok: false,
      failure: { code: "unreachable" },
    });
  });
});
