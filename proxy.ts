import { type NextRequest, NextResponse } from "next/server";
import { PAGE_PATH } from "@/lib/http/page-path";
import { contentSecurityPolicy, pageHeaders } from "@/lib/http/security-headers";

/** Pages only: routes set their headers themselves (lib/http/handle.server.ts), and files have theirs from next.config.ts. */
export const config = { matcher: ["/((?!api/|_next/static/).*)"] };

/**
 * The headers of every page. Nobody is let in or kept out here: who may see what is decided where it is read, because what
 * stands in front of a page can be walked around (CVE-2025-29927 and its successors).
 */
export function proxy(request: NextRequest): NextResponse {
  const publicUrl = process.env.PARLANCE_URL ?? "";
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const isDevelopment = process.env.NODE_ENV === "development";
  const policy = contentSecurityPolicy({ nonce, publicUrl, isDevelopment });
  const answer = isRead(request.method) ? showPage(request, { nonce, policy }) : refuseWrite();
  for (const [name, value] of pageHeaders(publicUrl, policy)) answer.headers.set(name, value);
  return answer;
}

/** Next reads the nonce for its own scripts out of the policy in the request's headers. */
function showPage(request: NextRequest, { nonce, policy }: { nonce: string; policy: string }): NextResponse {
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set(PAGE_PATH, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

/** Pages take nothing: there are no server actions, and whatever is sent to one is not even read. */
function refuseWrite(): NextResponse {
  return new NextResponse(null, { status: 405, headers: { allow: "GET, HEAD" } });
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}
