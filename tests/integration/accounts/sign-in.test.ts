import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieName } from "@/lib/accounts/session-cookie";
import { newId } from "@/lib/core/ids";
import { openDatabase } from "@/lib/platform/database/open.server";
import type { Log } from "@/lib/platform/log";
import type { Runtime } from "@/lib/platform/runtime.server";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { addPerson, PASSWORD } from "@/tests/support/people";
import { callRoute, cookieOf, installRuntime, signInByForm } from "@/tests/support/routes";
import { closeRuntime, openTestRuntime } from "@/tests/support/runtime";
import { seedOrganisation } from "@/tests/support/world";

let db: TestDatabase;
let runtime: Runtime;
const lines: string[] = [];
const log: Log = Object.fromEntries(
  ["debug", "info", "warn", "error"].map((level) => [
    level,
    (event: string, fields: object = {}, error?: unknown) =>
      void lines.push(`${level} ${event} ${JSON.stringify(fields)} ${String(error ?? "")}`),
  ]),
) as Log; // four functions of one shape, made in a loop

/** Each test comes from an address of its own, so that the limits of one do not bind another. */
let addresses = 0;
const fromAnywhere = () => {
  addresses += 1;
  return { "x-parlance-client-address": `198.51.100.${addresses}` };
};

beforeAll(async () => {
  db = await openTestDatabase();
  runtime = await openTestRuntime(
    { databaseUrl: db.url, baseUrl: "http://127.0.0.1:9/v1" },
    { database: db.database, log },
  );
  installRuntime(runtime);
  await seedOrganisation(db.database);
});
afterAll(async () => {
  await closeRuntime(runtime);
  await db.close().catch(() => {}); // the runtime closed the database's connections already
});

const me = (cookie: string | undefined) => callRoute(runtime, "GET", "/api/me/sessions", { cookie });

describe("signing in", () => {
  test("the right password makes a session of this browser, and its cookie opens the door", async () => {
    const { actor } = await addPerson(runtime);
    const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    const headers = { ...fromAnywhere(), "user-agent": userAgent };
    const { response, cookie, setCookies } = await signInByForm(
      runtime,
      { email: actor.email.toUpperCase(), password: PASSWORD },
      headers,
    );
    expect(response.status).toBe(200);
    expect(setCookies.find((line) => line.startsWith("parlance.session="))).toMatch(
      /; Path=\/;.*HttpOnly; SameSite=Lax$/,
    );
    const answer = await (await me(cookie ?? "")).json();
    expect(answer.sessions[0]).toMatchObject({
      isCurrent: true,
      device: "Firefox on Linux",
      ipAddress: headers["x-parlance-client-address"],
    });
  });

  test("over TLS every cookie is bound to the host and to TLS", async () => {
    const { actor } = await addPerson(runtime);
    const secure = { ...runtime, config: { ...runtime.config, publicUrl: "https://chat.example.org" } };
    installRuntime(secure);
    try {
      const { setCookies, cookie } = await signInByForm(
        secure,
        { email: actor.email, password: PASSWORD },
        fromAnywhere(),
      );
      expect(cookie).toMatch(/^__Host-parlance\.session=/);
      for (const line of setCookies)
        expect(line).toMatch(/^__Host-parlance\.\w+=.*; Path=\/; (.*; )?HttpOnly; Secure; SameSite=Lax$/);
    } finally {
      installRuntime(runtime);
    }
  });

  test("nobody learns who has an account: not by words, status or work", async () => {
    const { actor } = await addPerson(runtime);
    const disabled = await addPerson(runtime, { state: "disabled" });
    const invited = await addPerson(runtime, { state: "invited" });
    const cases: [string, string][] = [
      [actor.email, "a wrong password"],
      ["nobody@example.test", PASSWORD],
      [disabled.actor.email, PASSWORD],
      [invited.actor.email, PASSWORD],
    ];
    const times: number[][] = cases.map(() => []);
    const answers = new Set<string>();
    for (let round = 0; round < 7; round += 1) {
      const headers = fromAnywhere();
      for (const [index, [email, password]] of cases.entries()) {
        const startedAt = performance.now();
        const { response, cookie } = await signInByForm(runtime, { email, password }, headers);
        times[index]?.push(performance.now() - startedAt);
        const { error } = await response.json();
        answers.add(JSON.stringify([response.status, error.code, error.message, cookie]));
      }
    }
    expect([...answers]).toEqual([
      expect.stringContaining('[401,"unauthenticated","The email and the password do not go together.'),
    ]);
    const medians = times.map((list) => list.sort((a, b) => a - b)[3] ?? 0);
    expect(Math.min(...medians)).toBeGreaterThan(Math.max(...medians) / 2);
  });

  test("ten failures lock an account for this address, whether or not it exists, and not for another address", async () => {
    const { actor } = await addPerson(runtime);
    for (const email of [actor.email, "still-nobody@example.test"]) {
      const headers = fromAnywhere();
      for (let attempt = 0; attempt < 10; attempt += 1) {
        expect((await signInByForm(runtime, { email, password: "wrong" }, headers)).response.status).toBe(401);
      }
      const { response } = await signInByForm(runtime, { email, password: PASSWORD }, headers);
      expect(response.status).toBe(429);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(800);
      expect((await response.json()).error).toMatchObject({ code: "rate-limited", retryAfterMs: expect.any(Number) });
    }
    expect(
      (await signInByForm(runtime, { email: actor.email, password: PASSWORD }, fromAnywhere())).response.status,
    ).toBe(200);
  });

  test("a link from an administrator lifts the lock, together with the new password", async () => {
    const { actor } = await addPerson(runtime);
    const { cookie } = await addPerson(runtime, { role: "owner" });
    const headers = fromAnywhere();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await signInByForm(runtime, { email: actor.email, password: "wrong" }, headers);
    }
    const made = await callRoute(runtime, "POST", `/api/admin/people/${actor.id}/link`, { cookie, body: {} });
    const token = new URL((await made.json()).link.url).searchParams.get("token");
    const password = "another velvet harbor phrase";
    const joined = await callRoute(runtime, "POST", "/api/join", { body: { token, password }, headers });
    expect(joined.status).toBe(200);
    expect((await signInByForm(runtime, { email: actor.email, password }, headers)).response.status).toBe(200);
  });

  test("success ends the series of failures", async () => {
    const { actor } = await addPerson(runtime);
    const headers = fromAnywhere();
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 6; attempt += 1)
        await signInByForm(runtime, { email: actor.email, password: "wrong" }, headers);
      expect((await signInByForm(runtime, { email: actor.email, password: PASSWORD }, headers)).response.status).toBe(
        200,
      );
    }
  });

  test("an account is guarded against many addresses, and an address against many accounts", async () => {
    const { actor } = await addPerson(runtime);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 52; attempt += 1) {
      statuses.push(
        (await signInByForm(runtime, { email: actor.email, password: "wrong" }, fromAnywhere())).response.status,
      );
    }
    expect(statuses.slice(0, 50).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(50)).toEqual([429, 429]);
    const headers = fromAnywhere();
    const many = await Promise.all(
      Array.from({ length: 105 }, (_, index) =>
        signInByForm(runtime, { email: `x${index}@example.test`, password: "wrong" }, headers),
      ),
    );
    expect(many.filter(({ response }) => response.status === 429).length).toBeGreaterThanOrEqual(5);
  });

  test("a new sign-in in the same browser ends the session before it", async () => {
    const { actor, cookie: old } = await addPerson(runtime);
    const { cookie } = await signInByForm(
      runtime,
      { email: actor.email, password: PASSWORD },
      { ...fromAnywhere(), cookie: old },
    );
    expect((await me(cookie ?? "")).status).toBe(200);
    expect((await me(old)).status).toBe(401);
  });

  test.each([
    ["no token", { email: "a@b.c", password: "x", csrfToken: "" }],
    ["a token of one's own", { email: "a@b.c", password: "x", csrfToken: "0".repeat(64) }],
  ])("with %s against forged requests it is refused with words", async (_, form) => {
    const response = await callRoute(runtime, "POST", "/api/auth/callback/credentials", {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      rawBody: new URLSearchParams(form).toString(),
    });
    expect(response.status).toBe(403);
    expect((await response.json()).error.message).toContain("cookies");
  });

  test.each([
    ["", "x"],
    ["a@b.c", ""],
    ["x".repeat(2_000), "x"],
    ["a@b.c", "x".repeat(2_000)],
  ])("odd credentials are answered, not crashed on", async (email, password) => {
    const { response } = await signInByForm(runtime, { email, password }, fromAnywhere());
    expect([400, 401]).toContain(response.status);
  });

  test("nothing of NextAuth is open but what the pages use", async () => {
    for (const action of [
      "signin",
      "session",
      "signin/credentials",
      "providers",
      "error",
      "verify-request",
      "signout",
      "callback/credentials",
      "_log",
      "session/x",
    ]) {
      expect((await callRoute(runtime, "GET", `/api/auth/${action}`)).status).toBe(404);
    }
    for (const action of ["_log", "session", "csrf", "signin/credentials", "callback/google", "callback"]) {
      expect(
        (
          await callRoute(runtime, "POST", `/api/auth/${action}`, {
            rawBody: "a=1",
            headers: { "content-type": "application/x-www-form-urlencoded" },
          })
        ).status,
      ).toBe(404);
    }
  });

  test("a password or an address that was typed stands in no line of the log", async () => {
    await signInByForm(
      runtime,
      { email: "typed-into-the-wrong-field", password: "typed-secret-phrase" },
      fromAnywhere(),
    );
    expect(lines.join("\n")).not.toMatch(/typed-into-the-wrong-field|typed-secret-phrase|velvet harbor/);
    expect(lines.some((line) => line.startsWith("info sign-in-refused"))).toBe(true);
    expect(lines.filter((line) => line.startsWith("error"))).toEqual([]);
  });
});

describe("a session", () => {
  test("ends by signing out, on the server and not only in the browser", async () => {
    const { actor } = await addPerson(runtime);
    const { cookie } = await signInByForm(runtime, { email: actor.email, password: PASSWORD }, fromAnywhere());
    const csrf = await callRoute(runtime, "GET", "/api/auth/csrf");
    const { csrfToken }: { csrfToken: string } = await csrf.json();
    const response = await callRoute(runtime, "POST", "/api/auth/signout", {
      cookie: `${cookie}; ${csrf.headers.getSetCookie()[0]?.split(";")[0]}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      rawBody: new URLSearchParams({ csrfToken }).toString(),
    });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie().join()).toContain(
      `${cookieName(runtime.config.publicUrl, "session")}=; Max-Age=0`,
    );
    expect((await me(cookie ?? "")).status).toBe(401);
  });

  test("is dead at once when it is revoked, has expired, or its person is disabled", async () => {
    const { prisma } = db.database;
    const kill: ((sessionId: string, personId: string) => Promise<unknown>)[] = [
      (id) => prisma.session.update({ where: { id }, data: { revokedAt: new Date() } }),
      (id) => prisma.session.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } }),
      (id) => prisma.session.delete({ where: { id } }),
      (_, id) => prisma.person.update({ where: { id }, data: { state: "disabled" } }),
    ];
    for (const end of kill) {
      const { actor, cookie, sessionId } = await addPerson(runtime);
      expect((await me(cookie)).status).toBe(200);
      await end(sessionId, actor.id);
      const response = await me(cookie);
      expect(response.status).toBe(401);
      expect((await response.json()).error.code).toBe("unauthenticated");
    }
  });

  test("of one person does not open another's account, even with both ids right", async () => {
    const ada = await addPerson(runtime);
    const grace = await addPerson(runtime);
    expect((await me(cookieOf(runtime, { sessionId: ada.sessionId, personId: grace.actor.id }))).status).toBe(401);
    expect((await me(cookieOf(runtime, { sessionId: newId(), personId: ada.actor.id }))).status).toBe(401);
  });

  test("that is used lives on, up to the lifetime of one sign-in, and is not written down at every request", async () => {
    const { cookie, sessionId } = await addPerson(runtime);
    const { prisma } = db.database;
    const long = (days: number) => new Date(Date.now() + days * 86_400_000);
    await prisma.session.update({
      where: { id: sessionId },
      data: { createdAt: long(-29), lastSeenAt: long(-1), expiresAt: long(0.5) },
    });
    await me(cookie);
    await runtime.background.idle();
    const seen = await prisma.session.findUniqueOrThrow({ where: { id: sessionId } });
    expect(seen.lastSeenAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(Math.abs(seen.expiresAt.getTime() - long(1).getTime())).toBeLessThan(60_000);
    await me(cookie);
    await runtime.background.idle();
    expect((await prisma.session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt).toEqual(seen.lastSeenAt);
  });

  test("is listed for its person, and can be ended from another browser; one's own only", async () => {
    const { actor, cookie } = await addPerson(runtime);
    const { cookie: second } = await signInByForm(runtime, { email: actor.email, password: PASSWORD }, fromAnywhere());
    const other = await addPerson(runtime);
    const { sessions }: { sessions: { id: string; isCurrent: boolean }[] } = await (await me(cookie)).json();
    expect(sessions).toHaveLength(2);
    const secondId = sessions.find(({ isCurrent }) => !isCurrent)?.id ?? "";
    expect((await callRoute(runtime, "DELETE", `/api/me/sessions/${secondId}`, { cookie: other.cookie })).status).toBe(
      404,
    );
    expect((await me(second ?? "")).status).toBe(200);
    expect((await callRoute(runtime, "DELETE", `/api/me/sessions/${secondId}`, { cookie })).status).toBe(200);
    expect((await me(second ?? "")).status).toBe(401);
    expect((await callRoute(runtime, "DELETE", `/api/me/sessions/${secondId}`, { cookie })).status).toBe(404);
    const { cookie: third } = await signInByForm(runtime, { email: actor.email, password: PASSWORD }, fromAnywhere());
    expect(await (await callRoute(runtime, "DELETE", "/api/me/sessions", { cookie })).json()).toEqual({ ended: 1 });
    expect((await me(third ?? "")).status).toBe(401);
    expect((await me(cookie)).status).toBe(200);
  });
});

describe("one's own password", () => {
  const change = (cookie: string, currentPassword: string, newPassword: string) =>
    callRoute(runtime, "POST", "/api/me/password", { cookie, body: { currentPassword, newPassword } });

  test("is changed by whoever knows it, and every other browser is signed out", async () => {
    const { actor, cookie } = await addPerson(runtime);
    const { cookie: second } = await signInByForm(runtime, { email: actor.email, password: PASSWORD }, fromAnywhere());
    const chosen = "maplewood trestle 99 owls";
    expect((await change(cookie, PASSWORD, chosen)).status).toBe(200);
    expect((await me(cookie)).status).toBe(200);
    expect((await me(second ?? "")).status).toBe(401);
    const headers = fromAnywhere();
    expect((await signInByForm(runtime, { email: actor.email, password: PASSWORD }, headers)).response.status).toBe(
      401,
    );
    expect((await signInByForm(runtime, { email: actor.email, password: chosen }, headers)).response.status).toBe(200);
  });

  test("is not changed to one that is easily guessed, and the refusal names the field", async () => {
    const { cookie } = await addPerson(runtime);
    for (const weak of ["short", "password123", "lovelace-1815", "x".repeat(257)]) {
      const response = await change(cookie, PASSWORD, weak);
      expect(response.status).toBe(400);
      expect((await response.json()).error.field).toBe("newPassword");
    }
  });

  test("cannot be guessed in a browser that was left open", async () => {
    const { cookie } = await addPerson(runtime);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1)
      statuses.push((await change(cookie, "wrong", "maplewood trestle 99")).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 400), 429]);
  });
});

describe("without the database", () => {
  test("nobody is let in, nobody is told to sign in, and everybody is told to come back", async () => {
    const { actor, cookie } = await addPerson(runtime);
    const gone = openDatabase({ url: "postgres://postgres@127.0.0.1:9/none", log });
    installRuntime({ ...runtime, database: gone });
    try {
      for (const response of [
        await me(cookie),
        (await signInByForm(runtime, { email: actor.email, password: PASSWORD }, fromAnywhere())).response,
      ]) {
        expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
        expect((await response.json()).error.code).toBe("database-unavailable");
      }
    } finally {
      installRuntime(runtime);
      await gone.close();
    }
  });
});
