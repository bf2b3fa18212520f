"use client";

import { Button } from "@/components/ui/button";
import { CenteredPage } from "@/components/ui/centered-page";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <CenteredPage
      title="This page could not be shown"
      description="Something went wrong on our side. What you wrote and what was answered is kept. Try again; if it stays like this, tell your administrator."
    >
      <div className="flex items-center gap-3">
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
        {/* A whole new start also helps when the page is older than the server. */}
        <Button onClick={() => window.location.assign("/")}>Go to the chat</Button>
      </div>
      {error.digest && (
        <details className="text-small text-text-quiet">
          <summary>Details for your administrator</summary>
          <p className="mt-1 font-mono">Reference {error.digest}</p>
        </details>
      )}
    </CenteredPage>
  );
}
