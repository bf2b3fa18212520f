import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { OpenChat } from "@/components/chat/open-chat";
import { loadThread } from "@/lib/chat/load-thread.server";
import type { ThreadView } from "@/lib/conversations/views";
import { isAppError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { requirePageActor } from "@/lib/http/page-actor.server";
import { getRuntime } from "@/lib/platform/runtime.server";

type Props = { params: Promise<{ conversationId: string }> };

/** Read once for the page and its title. */
const loadPage = cache(async (conversationId: string): Promise<ThreadView> => {
  const actor = await requirePageActor();
  if (!isId(conversationId)) notFound();
  try {
    return await loadThread(await getRuntime(), actor, conversationId);
  } catch (error) {
    if (isAppError(error, "not-found")) notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await loadPage((await params).conversationId);
  return { title: title ?? "New chat" };
}

export default async function ConversationPage({ params }: Props) {
  const thread = await loadPage((await params).conversationId);
  return <OpenChat key={thread.id} thread={thread} />;
}
