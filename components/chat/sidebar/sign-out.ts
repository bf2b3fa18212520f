import { showToast } from "@/components/ui/toast";
import { callApi } from "@/lib/http/call-api";

/** Ends the session on the server, and leaves the page with everything that it knows. Drafts stay in this browser. */
export async function signOut(): Promise<void> {
  const token = await callApi<{ csrfToken: string }>("GET", "/api/auth/csrf");
  if (token.ok) {
    const response = await fetch("/api/auth/signout", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams({ csrfToken: token.answer.csrfToken, callbackUrl: "/sign-in", json: "true" }),
    }).catch(() => null); // no connection: told below
    if (response?.ok) {
      window.location.assign("/sign-in");
      return;
    }
  }
  showToast({ text: "You are still signed in: the server could not be reached. Try again.", tone: "danger" });
}
