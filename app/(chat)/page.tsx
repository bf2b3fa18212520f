import type { Metadata } from "next";
import { NewChat } from "@/components/chat/new-chat";
import { requirePageActor } from "@/lib/http/page-actor.server";

export const metadata: Metadata = { title: "New chat" };

export default async function NewChatPage() {
  await requirePageActor();
  return <NewChat />;
}
