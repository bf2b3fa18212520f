import { useMemo } from "react";
import { Blocks } from "@/components/markdown/block-view";
import type { Block } from "@/components/markdown/markdown-tree";
import { parseMarkdown } from "@/components/markdown/parse-markdown";

/** How the words of an answer are set, finished or not. */
export const READING_CLASS = "flex flex-col gap-4 text-reading [&>*]:max-w-full";

/** A finished answer. `blocks` when they were read already, as they are after it was streamed. */
export function Markdown({ text, blocks }: { text: string; blocks?: readonly Block[] | undefined }) {
  const read = useMemo(() => blocks ?? parseMarkdown(text).blocks, [text, blocks]);
  return (
    <div className={READING_CLASS}>
      <Blocks blocks={read} isFinished />
    </div>
  );
}
