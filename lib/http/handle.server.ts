import "server-only";
import type { z } from "zod";
import type { Actor, SessionCredential } from "@/lib/accounts/actor";
import { findActor } from "@/lib/accounts/find-actor.server";
import { isAdministrator } from "@/lib/accounts/policy";
import { readCredential } from "@/lib/accounts/read-credential.server";
import { AppError, isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { waitInWords } from "@/lib/core/wait-in-words";
import { readClientAddress, toAddressKey } from "@/lib/http/client-address";
import { type ErrorAnswer, toBugAnswer, toErrorAnswer, toTooSlowAnswer } from "@/lib/http/error-response";
import { parseInput, toQuery } from "@/lib/http/parse-input";
import { BodyTooSlow, readJsonBody } from "@/lib/http/read-body";
import { isFromOurPages, isWrite } from "@/lib/http/same-origin";
import { answerHeaders } from "@/lib/http/security-headers";
import type { Rate } from "@/lib/platform/rate-limiter/port";
import { getRuntime, type Runtime } from "@/lib/platform/runtime.server";

/** What a handler gets to know of who asks, by what its rules demand. */
type Identities = {
  /** Anybody. */
  none: Record<never, never>;
  /** The signature of the cookie is right; the use case reads in its own first statement whether the session lives. */
  credential: { credential: SessionCredential };
  required: { actor: Actor };
  administrator: { actor: Actor };
};

/** Who may call, how often, and with what. Every schema is strict: what it does not name is refused. */
export type Rules<Who extends keyof Identities, Body, Query, Params> = {
  actor: Who;
  limit?: Rate;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  bodyBytesMax?: number;
};

/** One request, checked. */
export type Call<Who extends keyof Identities, Body, Query, Params> = Identities[Who] & {
  runtime: Runtime;
  request: Request;
  requestId: string;
  /** Of the visitor, for limits and for the list of sessions. */
  address: string;
  params: Params;
  query: Query;
  body: Body;
};

/** How much one person, or one address where nobody is signed in, may ask of one route where the route says nothing else. */
const LIMIT: Rate = { requests: 600, windowMs: 60_000 };

type RouteContext = { params: Promise<unknown> };

/**
 * A route handler that lets nothing through but what its rules name, and answers every refusal in the same shape.
 *
 * `answer` gives a Response, or a value that goes out as JSON. What it throws by name becomes a status and a sentence;
 * anything else is logged whole under the request's id and answered blankly.
 */
export function handle<Who extends keyof Identities, Body = undefined, Query = undefined, Params = undefined>(
  rules: Rules<Who, Body, Query, Params>,
  answer: (call: Call<Who, Body, Query, Params>) => unknown,
): (request: Request, context: RouteContext) => Promise<Response> {
  return (request, context) =>
    answerRequest(request, async (edge) => {
      if (isWrite(request.method)) requireOurPages(edge);
      const identity = await identify[rules.actor](edge);
      const params = parseParams(rules.params, await context.params);
      await requireRate(edge, rules.limit ?? LIMIT, identity);
      const url = new URL(request.url);
      const call = {
        ...edge,
        ...identity,
        params,
        query: parseOptional(rules.query, () => toQuery(url.searchParams)),
        body: rules.body && parseInput(rules.body, await readJsonBody(request, { bytesMax: rules.bodyBytesMax })),
      };
      return answer(call as Call<Who, Body, Query, Params>); // a part without a schema is undefined, and its type then says so
    });
}

/** What the checks before a handler have to go by. */
export type Edge = { runtime: Runtime; request: Request; requestId: string; address: string };

/** Answers a request with what `work` gives, and with what it throws: the part of `handle` that NextAuth's route shares. */
export async function answerRequest(request: Request, work: (edge: Edge) => unknown): Promise<Response> {
  const runtime = await getRuntime();
  const requestId = newId();
  const edge = { runtime, request, requestId, address: readClientAddress(request.headers) };
  try {
    const answer = await work(edge);
    return withHeaders(answer instanceof Response ? answer : Response.json(answer), edge);
  } catch (error) {
    const { status, headers, body } = refuse(edge, error);
    return withHeaders(Response.json(body, { status, headers }), edge);
  }
}

/** Throws `forbidden` for a write that no page of ours sent. */
export function requireOurPages({ request, runtime }: Edge): void {
  if (isFromOurPages(request.headers, runtime.config.publicUrl)) return;
  throw new AppError(
    "forbidden",
    "This request did not come from a page of this Parlance. Programs send the header Origin with its address.",
  );
}

const identify: { [Who in keyof Identities]: (edge: Edge) => Promise<Identities[Who]> } = {
  none: async () => ({}),
  credential: async (edge) => ({ credential: requireCredential(edge) }),
  required: async (edge) => ({ actor: await requireActor(edge) }),
  administrator: async (edge) => {
    const actor = await requireActor(edge);
    if (!isAdministrator(actor)) throw new AppError("forbidden", "Only an administrator may do this.");
    return { actor };
  },
};

function requireCredential({ runtime, request }: Edge): SessionCredential {
  const credential = readCredential(runtime, request.headers.get("cookie"));
  if (credential === null) throw signedOut();
  return credential;
}

async function requireActor(edge: Edge): Promise<Actor> {
  const actor = await findActor(edge.runtime, requireCredential(edge));
  if (actor === null) throw signedOut();
  return actor;
}

function signedOut(): AppError {
  return new AppError("unauthenticated", "You are signed out. Sign in again to go on; what you typed is kept.");
}

async function requireRate(
  { runtime, request, address }: Edge,
  limit: Rate,
  identity: { actor?: Actor; credential?: SessionCredential },
): Promise<void> {
  const who = identity.actor?.id ?? identity.credential?.personId ?? toAddressKey(address);
  const decision = await runtime.limiter.take(`${request.method} ${toRoute(request.url)} ${who}`, limit);
  if (decision.allowed) return;
  throw new AppError("rate-limited", `That was too often. Try again in ${waitInWords(decision.retryAfterMs)}.`, {
    retryAfterMs: decision.retryAfterMs,
  });
}

/** The path without its ids: all chats of a person count together. */
function toRoute(url: string): string {
  return new URL(url).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*");
}

/** A path with an id that cannot exist names nothing: it is not found, and whoever guesses learns nothing about ids. */
function parseParams<Params>(schema: z.ZodType<Params> | undefined, params: unknown): Params | undefined {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new AppError("not-found", "There is nothing here.");
  return parsed.data;
}

function parseOptional<Output>(schema: z.ZodType<Output> | undefined, read: () => unknown): Output | undefined {
  return schema && parseInput(schema, read());
}

function refuse({ runtime, request, requestId }: Edge, error: unknown): ErrorAnswer {
  const fields = { requestId, method: request.method, route: toRoute(request.url) };
  if (isAppError(error)) {
    const log = ["forbidden", "unauthenticated", "rate-limited"].includes(error.code) ? "info" : "debug";
    if (error.cause === undefined) runtime.log[log]("request-refused", { ...fields, code: error.code });
    else runtime.log.warn("request-refused", { ...fields, code: error.code }, error);
    return toErrorAnswer(error, requestId);
  }
  if (error instanceof BodyTooSlow) return toTooSlowAnswer(requestId);
  runtime.log.error("request-failed", fields, error);
  return toBugAnswer(requestId);
}

function withHeaders(response: Response, { runtime, requestId }: Edge): Response {
  for (const [name, value] of answerHeaders(runtime.config.publicUrl)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  response.headers.set("x-request-id", requestId);
  return response;
}
