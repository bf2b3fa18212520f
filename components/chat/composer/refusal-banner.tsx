"use client";

import { usePathname } from "next/navigation";
import type { Refusal } from "@/components/chat/thread-store";
import { Banner } from "@/components/ui/banner";
import { buttonClass } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { CloseIcon } from "@/components/ui/icons";

/** Why the last question was not taken, and what to do. The words of the question are still in the composer. */
export function RefusalBanner({ refusal, onDismiss }: { refusal: Refusal; onDismiss: () => void }) {
  const pathname = usePathname();
  const isSignedOut = refusal.code === "unauthenticated";
  return (
    <Banner
      tone={isSignedOut || refusal.code === "rate-limited" || refusal.code === "conversation-busy" ? "warn" : "danger"}
      isAlert
      action={
        <span className="flex items-center gap-1">
          {isSignedOut && (
            // A whole page load: what this page knows belongs to a session that has ended.
            <a href={`/sign-in?next=${encodeURIComponent(pathname)}`} className={buttonClass("primary")}>
              Sign in again
            </a>
          )}
          <IconButton label="Dismiss" onClick={onDismiss}>
            <CloseIcon size={14} />
          </IconButton>
        </span>
      }
    >
      {isSignedOut ? "You were signed out in the meantime. What you wrote is kept here." : refusal.message}
    </Banner>
  );
}
