import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findAccessLink } from "@/lib/accounts/find-access-link.server";
import { makeSetupLink } from "@/lib/accounts/make-setup-link.server";
import type { AccessLinkView, PersonView } from "@/lib/accounts/views";
import { newId } from "@/lib/core/ids";
import type { Runtime } from "@/lib/platform/runtime.server";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { addPerson, PASSWORD, type TestPerson } from "@/tests/support/people";
import { callRoute, installRuntime, signInByForm } from "@/tests/support/routes";
import { closeRuntime, openTestRuntime } from "@/tests/support/runtime";
import { seedOrganisation } from "@/tests/support/world";

let db: TestDatabase;
let runtime: Runtime;

beforeAll(async () => {
  db = await openTestDatabase();
  runtime = await openTestRuntime({ databaseUrl: db.url, baseUrl: "http://127.0.0.1:9/v1" }, { database: db.database });
  installRuntime(runtime);
});
afterAll(async () => {
  await closeRuntime(runtime);
  await db.close().catch(() => {}); // the runtime closed the database's connections already
});
beforeEach(async () => {
  await db.database.query({
    text: "truncate person, session, access_link, organisation, spend_day cascade",
    values: [],
  });
});

const tokenOf = (url: string | null) => new URL(url ?? "http://none").searchParams.get("token") ?? "";
let addresses = 0;
const somewhere = () => {
  addresses += 1;
  return { "x-parlance-client-address": `192.0.2.${addresses % 250}` };
};
const post = (path: string, body: unknown, cookie?: string) =>
  callRoute(runtime, "POST", path, { body, cookie, headers: somewhere() });

const owner = (token: string, parts: object = {}) => ({
  token,
  organisationName: "Analytical Engines",
  name: "Augusta King",
  email: "Owner@Example.org",
  password: PASSWORD,
  timeZone: "Europe/Berlin",
  ...parts,
});

describe("the first start", () => {
  test("its link creates the owner and the organisation, once", async () => {
    const token = tokenOf(await makeSetupLink(runtime));
    expect(await findAccessLink(runtime, token)).toEqual({ kind: "setup" });
    expect((await post("/api/setup", owner(token))).status).toBe(200);
    expect(await db.database.prisma.organisation.findMany({ select: { name: true, timeZone: true } })).toEqual([
      { name: "Analytical Engines", timeZone: "Europe/Berlin" },
    ]);
    expect(
      (await signInByForm(runtime, { email: "owner@example.org", password: PASSWORD }, somewhere())).response.status,
    ).toBe(200);
    expect((await post("/api/setup", owner(token, { email: "second@example.org" }))).status).toBe(404);
    expect(await findAccessLink(runtime, token)).toBeNull();
    expect(await makeSetupLink(runtime)).toBeNull();
  });

  test("every start makes a new link and the old one stops working", async () => {
    const first = tokenOf(await makeSetupLink(runtime));
    const second = tokenOf(await makeSetupLink(runtime));
    expect(first).not.toBe(second);
    expect((await post("/api/setup", owner(first))).status).toBe(404);
    expect((await post("/api/setup", owner(second))).status).toBe(200);
  });

  test("two who use the link at the same time make one owner", async () => {
    const token = tokenOf(await makeSetupLink(runtime));
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => post("/api/setup", owner(token, { email: `o${index}@example.org` }))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await db.database.prisma.person.count()).toBe(1);
  });

  test("a link that has ended does not work, nor does the hash that the database keeps", async () => {
    const token = tokenOf(await makeSetupLink(runtime));
    const { tokenHash } = await db.database.prisma.accessLink.findFirstOrThrow();
    expect(tokenHash).not.toContain(token);
    expect((await post("/api/setup", owner(tokenHash))).status).toBe(404);
    await db.database.prisma.accessLink.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
    expect((await post("/api/setup", owner(token))).status).toBe(404);
  });

  test.each([
    ["password", { password: "password1" }],
    ["email", { email: "no address" }],
    ["name", { name: "  " }],
    ["organisationName", { organisationName: "" }],
    ["timeZone", { timeZone: "Mars/Olympus" }],
    ["role", { role: "owner" }],
  ])("a wrong %s is named, and the link still works", async (field, parts) => {
    const token = tokenOf(await makeSetupLink(runtime));
    const response = await post("/api/setup", owner(token, parts));
    expect(response.status).toBe(400);
    expect((await response.json()).error.field).toBe(field);
    expect((await post("/api/setup", owner(token))).status).toBe(200);
  });
});

describe("people", () => {
  let boss: TestPerson;
  let admin: TestPerson;
  let member: TestPerson;
  beforeEach(async () => {
    await seedOrganisation(db.database);
    boss = await addPerson(runtime, { role: "owner", name: "Augusta" });
    admin = await addPerson(runtime, { role: "admin", name: "Charles" });
    member = await addPerson(runtime, { name: "Mary" });
  });
  const invite = async (body: object, cookie = admin.cookie) => {
    const response = await post("/api/admin/people", body, cookie);
    const answer: { person: PersonView; link: AccessLinkView; error: { code: string; field: string } } =
      await response.json();
    return { status: response.status, ...answer };
  };
  const patch = (who: TestPerson, body: object, by: TestPerson) =>
    callRoute(runtime, "PATCH", `/api/admin/people/${who.actor.id}`, { body, cookie: by.cookie });
  const linkFor = (who: TestPerson, by: TestPerson) => post(`/api/admin/people/${who.actor.id}/link`, {}, by.cookie);

  test("an invitation is accepted once, with a password that only the person knows", async () => {
    const { person, link } = await invite({ email: " Grace@Example.org ", name: "", role: "member" });
    expect(person).toMatchObject({
      email: "grace@example.org",
      state: "invited",
      role: "member",
      spentThisMonthUsd: "0",
    });
    const token = tokenOf(link.url);
    expect(await findAccessLink(runtime, token)).toMatchObject({ kind: "invite", email: "grace@example.org" });
    const joined = await post("/api/join", { token, name: "Grace Hopper", password: PASSWORD });
    expect(await joined.json()).toEqual({ ok: true, email: "grace@example.org" });
    expect((await post("/api/join", { token, password: "another good phrase" })).status).toBe(404);
    expect(
      (await signInByForm(runtime, { email: "grace@example.org", password: PASSWORD }, somewhere())).response.status,
    ).toBe(200);
  });

  test("an address is invited once", async () => {
    await invite({ email: "grace@example.org" });
    expect(await invite({ email: "GRACE@example.org" })).toMatchObject({
      status: 409,
      error: { code: "conflict", field: "email" },
    });
  });

  test("an admin invites no owner, an owner does, and a member nobody", async () => {
    expect((await invite({ email: "a@b.c", role: "owner" })).status).toBe(403);
    expect((await invite({ email: "a@b.c", role: "owner" }, boss.cookie)).status).toBe(200);
    expect((await invite({ email: "d@e.f" }, member.cookie)).status).toBe(403);
  });

  test.each(["password", "passwordHash", "state", "id", "isAdmin"])(
    "nobody sets %s with an invitation",
    async (field) => {
      expect(await invite({ email: "a@b.c", [field]: "active" })).toMatchObject({ status: 400, error: { field } });
    },
  );

  test("a new link replaces the old one; for whoever is active it sets a new password and ends every session", async () => {
    const first: { link: AccessLinkView } = await (await linkFor(member, admin)).json();
    const second: { link: AccessLinkView } = await (await linkFor(member, admin)).json();
    expect(await findAccessLink(runtime, tokenOf(first.link.url))).toBeNull();
    const chosen = "ochre lantern fjord 7";
    expect((await post("/api/join", { token: tokenOf(second.link.url), password: chosen })).status).toBe(200);
    expect((await callRoute(runtime, "GET", "/api/me/sessions", { cookie: member.cookie })).status).toBe(401);
    expect(
      (await signInByForm(runtime, { email: member.actor.email, password: PASSWORD }, somewhere())).response.status,
    ).toBe(401);
    expect(
      (await signInByForm(runtime, { email: member.actor.email, password: chosen }, somewhere())).response.status,
    ).toBe(200);
  });

  test("whoever is disabled is out at once, with every link, and comes back with the password that they had", async () => {
    const { link }: { link: AccessLinkView } = await (await linkFor(member, admin)).json();
    expect((await patch(member, { state: "disabled" }, admin)).status).toBe(200);
    expect((await callRoute(runtime, "GET", "/api/me/sessions", { cookie: member.cookie })).status).toBe(401);
    expect(
      (await signInByForm(runtime, { email: member.actor.email, password: PASSWORD }, somewhere())).response.status,
    ).toBe(401);
    expect(await findAccessLink(runtime, tokenOf(link.url))).toBeNull();
    expect((await linkFor(member, admin)).status).toBe(409);
    expect((await patch(member, { state: "active" }, admin)).status).toBe(200);
    expect((await callRoute(runtime, "GET", "/api/me/sessions", { cookie: member.cookie })).status).toBe(401);
    expect(
      (await signInByForm(runtime, { email: member.actor.email, password: PASSWORD }, somewhere())).response.status,
    ).toBe(200);
  });

  test("an invitation that was disabled and enabled again is an invitation", async () => {
    const { person } = await invite({ email: "grace@example.org" });
    const who: TestPerson = { ...member, actor: { ...member.actor, id: person.id } };
    await patch(who, { state: "disabled" }, admin);
    expect(await (await patch(who, { state: "active" }, admin)).json()).toMatchObject({ person: { state: "invited" } });
  });

  test("an admin does not touch an owner, nor make one", async () => {
    for (const body of [{ role: "member" }, { state: "disabled" }, { name: "Nobody" }])
      expect((await patch(boss, body, admin)).status).toBe(403);
    expect((await linkFor(boss, admin)).status).toBe(403);
    expect((await patch(member, { role: "owner" }, admin)).status).toBe(403);
    expect((await patch(admin, { role: "owner" }, admin)).status).toBe(403);
    expect((await patch(member, { role: "admin" }, admin)).status).toBe(200);
  });

  test("the last owner stays one, and nobody disables themselves", async () => {
    expect((await patch(boss, { role: "admin" }, boss)).status).toBe(409);
    expect((await patch(boss, { state: "disabled" }, boss)).status).toBe(409);
    expect((await patch(admin, { state: "disabled" }, admin)).status).toBe(409);
    const second = await addPerson(runtime, { role: "owner" });
    expect((await patch(second, { state: "disabled" }, boss)).status).toBe(200);
    expect((await patch(boss, { role: "admin" }, boss)).status).toBe(409);
  });

  test("two owners who demote each other at the same time leave one", async () => {
    for (let round = 0; round < 10; round += 1) {
      const first = await addPerson(runtime, { role: "owner" });
      const second = await addPerson(runtime, { role: "owner" });
      await db.database.prisma.person.update({ where: { id: boss.actor.id }, data: { role: "admin" } });
      await Promise.all([patch(first, { role: "member" }, second), patch(second, { role: "member" }, first)]);
      const owners = await db.database.prisma.person.findMany({ where: { role: "owner" }, select: { id: true } });
      expect(owners).toHaveLength(1);
      await db.database.prisma.person.deleteMany({ where: { role: "owner" } });
    }
  });

  test("a role counts at the next request, not at the next sign-in", async () => {
    const list = () => callRoute(runtime, "GET", "/api/admin/people", { cookie: member.cookie });
    expect((await list()).status).toBe(403);
    await patch(member, { role: "admin" }, boss);
    expect((await list()).status).toBe(200);
    await patch(member, { role: "member" }, boss);
    expect((await list()).status).toBe(403);
  });

  test("an id that is nobody's, or none, is not found", async () => {
    for (const id of [newId(), "1", "../people", newId().toUpperCase(), "' or 1=1", "x".repeat(10_000)]) {
      const response = await callRoute(runtime, "PATCH", `/api/admin/people/${encodeURIComponent(id)}`, {
        body: { role: "member" },
        cookie: admin.cookie,
      });
      expect(response.status).toBe(404);
    }
  });

  test("the list says what each spent this month, to the nano-dollar, and no hash of anything", async () => {
    const text = (day: string, cost: bigint) => ({
      text: `insert into spend_day (day, person_id, model, kind, calls, prompt_tokens, cached_tokens, cache_write_tokens, completion_tokens, reasoning_tokens, cost_nano_usd)
        values (${day}, $1, 'm', 'answer', 1, 0, 0, 0, 0, 0, $2)`,
      values: [member.actor.id, cost],
    });
    await db.database.query(text("organisation_day()", 1_000_000_001n));
    await db.database.query(text("(date_trunc('month', organisation_day()) - interval '1 day')::date", 5n));
    const response = await callRoute(runtime, "GET", "/api/admin/people", { cookie: admin.cookie });
    const body = await response.text();
    const { people }: { people: PersonView[] } = JSON.parse(body);
    expect(people.find(({ id }) => id === member.actor.id)?.spentThisMonthUsd).toBe("1.000000001");
    expect(Object.keys(people[0] ?? {}).sort()).toEqual([
      "createdAt",
      "email",
      "id",
      "lastSeenAt",
      "name",
      "role",
      "spentThisMonthUsd",
      "state",
    ]);
    expect(body).not.toContain("argon2");
  });

  test("one's own name is one's own; role, address and state are not", async () => {
    const change = (body: object) => callRoute(runtime, "PATCH", "/api/me", { body, cookie: member.cookie });
    expect(await (await change({ name: " Mary Somerville " })).json()).toMatchObject({
      me: { name: "Mary Somerville", role: "member" },
    });
    for (const field of ["role", "email", "state", "id", "personId", "__proto__", "isAdmin"]) {
      const response = await change(JSON.parse(`{"name":"x","${field}":"owner"}`));
      expect(response.status).toBe(400);
      expect((await response.json()).error.field).toBe(field);
    }
    expect(await db.database.prisma.person.findUniqueOrThrow({ where: { id: member.actor.id } })).toMatchObject({
      role: "member",
      name: "Mary Somerville",
    });
  });
});
