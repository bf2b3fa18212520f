"use client";

import { useChatFrame } from "@/components/chat/chat-frame";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of a chat while it is being fetched. */
export function ChatSkeleton() {
  const { lead } = useChatFrame();
  return (
    <>
      <header className="flex h-14 shrink-0 items-center px-3">{lead}</header>
      <div aria-busy="true" className="mx-auto flex w-full max-w-[768px] flex-1 flex-col gap-4 px-4 pt-6">
        <span className="sr-only">Loading the chat</span>
        <Skeleton className="h-11 w-2/5 self-end rounded-block" />
        <Skeleton className="mt-4 h-4 w-11/12" />
        <Skeleton className="h-4 w-4/5" />
        <Skeleton className="h-4 w-10/12" />
        <Skeleton className="h-4 w-1/2" />
      </div>
    </>
  );
}
