import type { Metadata } from "next";
import { SessionList } from "@/components/settings/session-list";
import { PageHeader } from "@/components/ui/page-header";
import { listSessions } from "@/lib/accounts/list-sessions.server";
import { requirePageActor } from "@/lib/http/page-actor.server";
import { getRuntime } from "@/lib/platform/runtime.server";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const actor = await requirePageActor();
  const sessions = await listSessions(await getRuntime(), actor);
  return (
    <>
      <PageHeader
        title="Sessions"
        description="Where you are signed in. If you do not know one of them, sign it out and change your password."
      />
      <SessionList sessions={sessions} />
    </>
  );
}
