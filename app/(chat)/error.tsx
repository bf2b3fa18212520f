"use client";

import { ChatProblem } from "@/components/chat/chat-problem";
import { Button } from "@/components/ui/button";

export default function ChatError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ChatProblem
      title="This chat could not be shown"
      action={
        <Button tone="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      <p>Something went wrong on our side. What you wrote and what was answered is kept.</p>
      {error.digest && (
        <details className="mt-2 text-small">
          <summary>Details for your administrator</summary>
          <p className="mt-1 font-mono">Reference {error.digest}</p>
        </details>
      )}
    </ChatProblem>
  );
}
