// biome-ignore-all lint/suspicious/noArrayIndexKey: what was read from a text stands where it stands
"use client";

import { memo, useEffect, useState } from "react";
import { CopyButton } from "@/components/markdown/copy-button";
import { type CodeKind, type CodeRun, loadHighlighter } from "@/components/markdown/highlight-code";

const COLOURS: Record<CodeKind, string> = {
  keyword: "text-(--code-keyword)",
  string: "text-(--code-string)",
  number: "text-(--code-number)",
  title: "text-(--code-title)",
  comment: "text-(--code-comment) italic",
};
/** Longer code stays in one colour: colouring it would hold up the page. */
const COLOURED_LENGTH_MAX = 40_000;

/** Code with its language and a button that copies it. Coloured when it is finished. */
export const CodeBlock = memo(function CodeBlock({
  text,
  language,
  isFinished,
}: {
  text: string;
  language: string;
  isFinished: boolean;
}) {
  const [runs, setRuns] = useState<{ of: string; runs: CodeRun[] } | null>(null);
  useEffect(() => {
    if (!isFinished || language === "" || text.length > COLOURED_LENGTH_MAX) return;
    let isCurrent = true;
    void loadHighlighter().then((highlight) => {
      const found = isCurrent ? highlight(text, language) : null;
      if (found) setRuns({ of: text, runs: found });
    });
    return () => {
      isCurrent = false;
    };
  }, [text, language, isFinished]);
  return (
    <figure className="overflow-hidden rounded-block border border-line bg-surface-sunken" dir="ltr">
      <figcaption className="flex min-h-9 items-center justify-between gap-2 border-b border-line py-0.5 pr-1 pl-4 text-small text-text-quiet">
        <span>{language || "text"}</span>
        <CopyButton label="Copy code" text={() => text} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard */}
      <pre className="overflow-x-auto px-4 py-3 font-mono text-code -outline-offset-2" tabIndex={0}>
        <code>
          {runs?.of === text
            ? runs.runs.map(({ kind, text: part }, index) =>
                kind === null ? (
                  part
                ) : (
                  <span key={index} className={COLOURS[kind]}>
                    {part}
                  </span>
                ),
              )
            : text}
        </code>
      </pre>
    </figure>
  );
});
