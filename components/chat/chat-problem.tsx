"use client";

import type { ReactNode } from "react";
import { useChatFrame } from "@/components/chat/chat-frame";

/** Stands in the place of a chat that cannot be shown, beside the sidebar with all the others. */
export function ChatProblem({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  const { lead } = useChatFrame();
  return (
    <>
      <header className="flex h-14 shrink-0 items-center px-3">{lead}</header>
      <div className="mx-auto flex w-full max-w-[768px] flex-col items-start gap-4 px-4 pt-[min(14vh,120px)]">
        <div className="flex flex-col gap-1.5">
          <h1 className="text-title">{title}</h1>
          <div className="max-w-130 text-text-quiet">{children}</div>
        </div>
        {action}
      </div>
    </>
  );
}
