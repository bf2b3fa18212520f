"use client";

import { useRouter } from "next/navigation";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { FailureNote } from "@/components/ui/failure-note";
import { RelativeTime } from "@/components/ui/relative-time";
import { showToast } from "@/components/ui/toast";
import { useCall } from "@/components/ui/use-call";
import type { SessionView } from "@/lib/accounts/views";

/** Where a person is signed in, this browser first, each of the others with an end. */
export function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  const router = useRouter();
  const { isBusy, failure, call } = useCall();
  const ordered = sessions.toSorted(
    (a, b) => Number(b.isCurrent) - Number(a.isCurrent) || b.lastSeenAt.localeCompare(a.lastSeenAt),
  );
  async function end(path: string, text: string) {
    if ((await call("DELETE", path)) === null) return;
    showToast({ text });
    router.refresh();
  }
  return (
    <div className="flex flex-col gap-4">
      <FailureNote failure={failure} />
      <ul className="divide-y divide-line rounded-block border border-line">
        {ordered.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {session.device}
                {session.isCurrent && <Badge tone="ok">This browser</Badge>}
              </p>
              <p className="text-small text-text-quiet">
                {session.ipAddress !== "" && <span className="figures">{session.ipAddress} · </span>}
                last seen <RelativeTime iso={session.lastSeenAt} /> · signed in <RelativeTime iso={session.createdAt} />
              </p>
            </div>
            {!session.isCurrent && (
              <Button
                disabled={isBusy}
                onClick={() => end(`/api/me/sessions/${session.id}`, `${session.device} was signed out.`)}
                aria-label={`Sign out ${session.device}`}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {ordered.length > 1 && (
        <div>
          <Button disabled={isBusy} onClick={() => end("/api/me/sessions", "All other sessions were signed out.")}>
            Sign out everywhere else
          </Button>
        </div>
      )}
    </div>
  );
}
