import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { z } from "zod";
import { authOptions } from "@/lib/accounts/auth-options.server";
import { readCredential } from "@/lib/accounts/read-credential.server";
import { cookieName, findCookie } from "@/lib/accounts/session-cookie";
import { AppError } from "@/lib/core/errors";
import { toAddressKey } from "@/lib/http/client-address";
import { answerRequest, type Edge, requireOurPages } from "@/lib/http/handle.server";
import { parseInput } from "@/lib/http/parse-input";
import { readFormBody } from "@/lib/http/read-body";
import type { Runtime } from "@/lib/platform/runtime.server";

/** All that the pages use of NextAuth. Its own pages, its log and its other ways in are not there. */
const READS = ["csrf"];
const WRITES = ["callback/credentials", "signout"];

const FORM_BYTES_MAX = 16 * 1024;

type RouteContext = { params: Promise<{ nextauth?: string[] | undefined }> };

/** Reads of NextAuth's route. */
export function getAuth(request: Request, context: RouteContext): Promise<Response> {
  return answerRequest(request, async (edge) => {
    const action = await requireAction(context, READS);
    return askNextAuth(edge, action, {});
  });
}

/** Writes of NextAuth's route: behind the same checks as every other write, and its own token besides. */
export function postAuth(request: Request, context: RouteContext): Promise<Response> {
  return answerRequest(request, async (edge) => {
    const action = await requireAction(context, WRITES);
    requireOurPages(edge);
    const form = parseInput(
      z.record(z.string(), z.string()),
      await readFormBody(request, { bytesMax: FORM_BYTES_MAX }),
    );
    return askNextAuth(edge, action, { ...form, json: "true" });
  });
}

async function requireAction({ params }: RouteContext, known: readonly string[]): Promise<string[]> {
  const { nextauth = [] } = await params;
  if (!known.includes(nextauth.join("/"))) throw new AppError("not-found", "There is nothing here.");
  return nextauth;
}

async function askNextAuth(edge: Edge, action: string[], body: Record<string, string>): Promise<Response> {
  const { runtime, request, address } = edge;
  let failure: unknown = null;
  const options = authOptions(runtime, {
    address,
    addressKey: toAddressKey(address),
    userAgent: request.headers.get("user-agent") ?? "",
    replaces: readCredential(runtime, request.headers.get("cookie")),
    onFailure: (error) => {
      failure = error;
    },
  });
  const answer = await callNextAuth(edge, action, body, options);
  if (failure !== null) throw failure;
  if (answer.redirect?.includes("csrf=true")) {
    throw new AppError(
      "forbidden",
      "Your browser did not send back what this page gave it. Allow cookies for this address, reload the page and try again.",
    );
  }
  return answer.response;
}

/**
 * Calls NextAuth by its older door, which takes plain values: body and cookies are read, and bounded, by us, and no part of it
 * reaches for Next's request scope.
 */
async function callNextAuth(
  { request, runtime }: Edge,
  action: string[],
  body: Record<string, string>,
  options: NextAuthOptions,
): Promise<{ response: Response; redirect: string | null }> {
  const cookies = readCookies(request, runtime.config);
  // Where NextAuth would lead back to: nobody asks it.
  const unused = cookieName(runtime.config.publicUrl, "callback");
  const headers = new Headers({ "content-type": "application/json" });
  let status = 200;
  let content: unknown = null;
  const answer = {
    status(code: number) {
      status = code;
      return answer;
    },
    getHeader: (name: string) => (name === "Set-Cookie" ? headers.getSetCookie() : (headers.get(name) ?? undefined)),
    setHeader(name: string, value: string | string[]) {
      headers.delete(name);
      for (const one of [value].flat()) if (!one.startsWith(`${unused}=`)) headers.append(name, one);
      return answer;
    },
    json(value: unknown) {
      content = value;
    },
    send(value: unknown) {
      content = value;
    },
    end() {},
  };
  const call = { method: request.method, headers: {}, cookies, query: { nextauth: action }, body };
  // NextAuth reads these fields of a request and calls these functions of an answer, and no others.
  await NextAuth(call as unknown as NextApiRequest, answer as unknown as NextApiResponse, options);
  const redirect = content !== null && typeof content === "object" && "url" in content ? String(content.url) : null;
  return { response: new Response(JSON.stringify(content), { status, headers }), redirect };
}

/** Only the two that are ours to read: a garbled cookie of another name must not become an error of the server. */
function readCookies({ headers }: Request, { publicUrl }: Runtime["config"]): Record<string, string> {
  const names = [cookieName(publicUrl, "session"), cookieName(publicUrl, "csrf")];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = findCookie(headers.get("cookie"), name);
      return value === null ? [] : [[name, decode(value)]];
    }),
  );
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // not one of ours, which are all well-formed
  }
}
