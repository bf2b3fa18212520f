"use client";

import { memo, useState } from "react";
import { CopyButton } from "@/components/markdown/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { EditIcon } from "@/components/ui/icons";
import type { MessageView } from "@/lib/conversations/views";

/** A longer question is folded, so that its answer is not a screen away. */
const FOLDED_LINES = 14;
const FOLDED_LENGTH = 1_400;

/** What the person asked, exactly as they wrote it. */
export const QuestionView = memo(function QuestionView({
  message,
  canEdit,
  onEdit,
}: {
  message: MessageView;
  canEdit: boolean;
  onEdit: (questionId: string) => void;
}) {
  const { text } = message;
  const isLong = text.length > FOLDED_LENGTH || text.split("\n", FOLDED_LINES + 1).length > FOLDED_LINES;
  const [isFolded, setIsFolded] = useState(isLong);
  return (
    <article aria-label="Your question" className="group flex flex-col items-end gap-1">
      <div className="max-w-[85%] rounded-block bg-surface-raised px-4 py-2.5">
        <p dir="auto" className={`text-reading whitespace-pre-wrap wrap-anywhere ${isFolded ? "line-clamp-10" : ""}`}>
          {isFolded ? text.slice(0, FOLDED_LENGTH * 2) : text}
        </p>
        {isLong && (
          <button
            type="button"
            onClick={() => setIsFolded(!isFolded)}
            className="mt-1 rounded-small text-small font-medium text-text-quiet hover:text-text touch:min-h-11"
          >
            {isFolded ? "Show all" : "Show less"}
          </button>
        )}
      </div>
      <div className="-mb-7 flex opacity-0 touch:mb-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100">
        {canEdit && (
          <IconButton label="Edit and ask again" tooltipAlign="end" onClick={() => onEdit(message.id)}>
            <EditIcon />
          </IconButton>
        )}
        <CopyButton label="Copy question" text={() => text} />
      </div>
    </article>
  );
});
