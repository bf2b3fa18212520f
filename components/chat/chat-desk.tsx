"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { MeView } from "@/lib/accounts/views";
import type { ModelView } from "@/lib/models/views";

/** What every part of the chat knows: who it is, and which models there are. */
export type ChatDesk = { me: MeView; models: readonly ModelView[]; defaultModel: string };

const Desk = createContext<ChatDesk | null>(null);

export function ChatDeskProvider({ desk, children }: { desk: ChatDesk; children: ReactNode }) {
  return <Desk value={desk}>{children}</Desk>;
}

export function useChatDesk(): ChatDesk {
  const desk = useContext(Desk);
  if (!desk) throw new Error("this part of the chat is used outside of ChatDeskProvider");
  return desk;
}
