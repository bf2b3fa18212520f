import Link from "next/link";
import { ChatProblem } from "@/components/chat/chat-problem";
import { buttonClass } from "@/components/ui/button";

export default function ChatNotFound() {
  return (
    <ChatProblem
      title="There is no such chat"
      action={
        <Link href="/" className={buttonClass("primary")}>
          Start a new chat
        </Link>
      }
    >
      It was deleted, belongs to somebody else, or never existed. Nothing of yours was changed.
    </ChatProblem>
  );
}
