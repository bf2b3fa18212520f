import "server-only";
import { createHmac } from "node:crypto";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { password as passwordInput } from "@/lib/accounts/account-input";
import type { SessionCredential } from "@/lib/accounts/actor";
import { endSession } from "@/lib/accounts/end-sessions.server";
import { sessionTokensOf } from "@/lib/accounts/read-credential.server";
import { cookieName, isServedOverTls, SESSION_LIFETIME_MS } from "@/lib/accounts/session-cookie";
import { type SignInAttempt, signIn } from "@/lib/accounts/sign-in.server";
import { AppError, isAppError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { Runtime } from "@/lib/platform/runtime.server";

/** From where a request to NextAuth comes, and what to do with a refusal of ours, which NextAuth would turn into a word in an address. */
export type AuthRequest = Omit<SignInAttempt, "email" | "password"> & { onFailure(failure: unknown): void };

/**
 * NextAuth as we use it: credentials, and a signed cookie that names a row of ours.
 *
 * The token is ours too (docs/decisions/0007): NextAuth writes and reads it through `jwt`.
 */
export function authOptions(runtime: Runtime, request: AuthRequest): NextAuthOptions {
  const { config, clock, log } = runtime;
  const isSecure = isServedOverTls(config.publicUrl);
  const cookie = (name: "session" | "csrf" | "callback") => ({
    name: cookieName(config.publicUrl, name),
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure },
  });
  return {
    secret: createHmac("sha256", config.secret).update("parlance next-auth 1").digest("hex"),
    useSecureCookies: isSecure,
    cookies: { sessionToken: cookie("session"), csrfToken: cookie("csrf"), callbackUrl: cookie("callback") },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_LIFETIME_MS / 1_000 },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(credentials) {
          try {
            const session = await signIn(runtime, { ...request, ...readCredentials(credentials) });
            return { id: session.personId, sessionId: session.sessionId };
          } catch (error) {
            request.onFailure(error);
            throw new Error("refused", { cause: error });
          }
        },
      }),
    ],
    jwt: {
      async encode({ token }) {
        const credential = toCredential(token);
        if (credential === null) return "";
        return sessionTokensOf(config).sign(credential, new Date(clock.now().getTime() + SESSION_LIFETIME_MS));
      },
      // Only to sign out: who is signed in is read by lib/http, and nowhere else.
      async decode({ token }) {
        const credential = sessionTokensOf(config).verify(token ?? "", clock.now());
        return credential && { sub: credential.personId, sessionId: credential.sessionId };
      },
    },
    callbacks: {
      // Nobody is led anywhere by NextAuth: the page that signs in knows where to go.
      redirect: async () => config.publicUrl,
      jwt: async ({ token, user }) => ("sessionId" in (user ?? {}) ? { sub: user.id, ...user } : token),
    },
    events: {
      async signOut({ token }) {
        const credential = toCredential(token);
        // NextAuth would swallow a failure and say that the person is signed out.
        if (credential !== null) await endSession(runtime, credential).catch(request.onFailure);
      },
    },
    logger: {
      error: (code, metadata) => logUnlessRefused(log, code, metadata),
      warn: (code) => log.debug("next-auth-warning", { code }),
      debug: () => {},
    },
  };
}

function readCredentials(credentials: Record<string, unknown> | undefined): { email: string; password: string } {
  const { email, password } = credentials ?? {};
  if (typeof email !== "string" || email.length > 1_000) {
    throw new AppError("invalid-input", "Email must be an email address.", { field: "email" });
  }
  const parsed = passwordInput.safeParse(password);
  if (!parsed.success)
    throw new AppError("invalid-input", "Password must not be empty or longer than 1024 characters.", {
      field: "password",
    });
  return { email, password: parsed.data };
}

function toCredential(token: { sub?: unknown; sessionId?: unknown } | null | undefined): SessionCredential | null {
  const { sub, sessionId } = token ?? {};
  return typeof sub === "string" && isId(sub) && typeof sessionId === "string" && isId(sessionId)
    ? { personId: sub, sessionId }
    : null;
}

/** NextAuth logs every failure of `authorize` as an error; a refusal of ours is none, and a bug is logged where it is answered. */
function logUnlessRefused(log: Runtime["log"], code: string, metadata: unknown): void {
  const error: unknown =
    typeof metadata === "object" && metadata !== null && "error" in metadata ? metadata.error : metadata;
  if (isAppError(error) || code === "CALLBACK_CREDENTIALS_HANDLER_ERROR") return;
  log.error("next-auth-failed", { code }, error);
}
