import type { ReactNode } from "react";
import { ChatFrame } from "@/components/chat/chat-frame";
import { listConversations } from "@/lib/conversations/list-conversations.server";
import { requirePageActor } from "@/lib/http/page-actor.server";
import { listModelsForActor } from "@/lib/inference/list-models.server";
import { getRuntime } from "@/lib/platform/runtime.server";

export default async function ChatLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor();
  const runtime = await getRuntime();
  const [firstPage, { models, defaultModel }] = await Promise.all([
    listConversations(runtime, actor),
    listModelsForActor(runtime, actor),
  ]);
  const me = { id: actor.id, email: actor.email, name: actor.name, role: actor.role };
  return (
    <ChatFrame desk={{ me, models, defaultModel }} firstPage={firstPage}>
      {children}
    </ChatFrame>
  );
}
