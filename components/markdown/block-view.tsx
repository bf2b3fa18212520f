// biome-ignore-all lint/suspicious/noArrayIndexKey: what was read from a text stands where it stands
import { memo, type ReactNode } from "react";
import { CodeBlock } from "@/components/markdown/code-block";
import { Inlines } from "@/components/markdown/inlines";
import type { Block, ListItem } from "@/components/markdown/markdown-tree";
import { MathFormula } from "@/components/markdown/math-formula";
import { TableBlock } from "@/components/markdown/table-block";

type BlockViewProps = {
  block: Block;
  /** False while it is being written: what is costly waits for the end. */
  isFinished: boolean;
};

/** A block of an answer; drawn again only when what it was read from has changed. */
export const BlockView = memo(
  function BlockView({ block, isFinished }: BlockViewProps): ReactNode {
    switch (block.type) {
      case "paragraph":
        return (
          <p dir="auto" className="whitespace-pre-line wrap-anywhere">
            <Inlines inlines={block.children} />
          </p>
        );
      case "heading":
        return <HeadingView depth={block.depth}>{<Inlines inlines={block.children} />}</HeadingView>;
      case "quote":
        return (
          <blockquote className="flex flex-col gap-3 border-l-2 border-line pl-4 text-text-quiet">
            <Blocks blocks={block.children} isFinished={isFinished} />
          </blockquote>
        );
      case "list":
        return <ListView block={block} isFinished={isFinished} />;
      case "code":
        return <CodeBlock text={block.text} language={block.language} isFinished={isFinished} />;
      case "table":
        return <TableBlock alignments={block.alignments} header={block.header} rows={block.rows} />;
      case "math":
        return block.isOpen ? <VerbatimView text={block.tex} /> : <MathFormula tex={block.tex} isDisplay />;
      case "rule":
        return <hr className="my-2 border-line" />;
      case "verbatim":
        return <VerbatimView text={block.text} />;
    }
  },
  (before, after) =>
    before.isFinished === after.isFinished &&
    (before.block === after.block ||
      (before.block.type === after.block.type && before.block.source === after.block.source)),
);

/** Blocks under one another. */
export function Blocks({ blocks, isFinished }: { blocks: readonly Block[]; isFinished: boolean }): ReactNode {
  return blocks.map((block, index) => <BlockView key={index} block={block} isFinished={isFinished} />);
}

function HeadingView({ depth, children }: { depth: number; children: ReactNode }) {
  // The page's own title is the first level; what a model calls a heading stands below it.
  if (depth <= 1) return <h2 className="mt-4 text-title first:mt-0">{children}</h2>;
  if (depth === 2) return <h3 className="mt-3 text-[18px]/[26px] first:mt-0">{children}</h3>;
  if (depth === 3) return <h4 className="mt-2 text-reading first:mt-0">{children}</h4>;
  return <h5 className="mt-1 text-reading font-medium first:mt-0">{children}</h5>;
}

function ListView({ block, isFinished }: { block: Extract<Block, { type: "list" }>; isFinished: boolean }) {
  const gap = block.isLoose ? "gap-3" : "gap-1";
  const items = block.items.map((item, index) => <ItemView key={index} item={item} isFinished={isFinished} />);
  if (block.items.every(({ isDone }) => isDone !== null)) return <ul className={`flex flex-col ${gap}`}>{items}</ul>;
  if (!block.isOrdered)
    return <ul className={`flex list-disc flex-col pl-6 marker:text-text-quiet ${gap}`}>{items}</ul>;
  return (
    <ol start={block.start} className={`figures flex list-decimal flex-col pl-7 marker:text-text-quiet ${gap}`}>
      {items}
    </ol>
  );
}

const ItemView = memo(
  function ItemView({ item, isFinished }: { item: ListItem; isFinished: boolean }) {
    const content = <Blocks blocks={item.children} isFinished={isFinished} />;
    if (item.isDone === null) return <li className="pl-1 [&>*+*]:mt-2">{content}</li>;
    return (
      <li className="flex gap-2.5">
        <input
          type="checkbox"
          checked={item.isDone}
          disabled
          aria-label={item.isDone ? "done" : "not done"}
          className="mt-1.5 size-3.5 shrink-0 accent-accent"
        />
        <div className="min-w-0 flex-1">{content}</div>
      </li>
    );
  },
  (before, after) =>
    before.isFinished === after.isFinished &&
    before.item.source === after.item.source &&
    before.item.isDone === after.item.isDone,
);

function VerbatimView({ text }: { text: string }) {
  return <p className="whitespace-pre-wrap wrap-anywhere font-mono text-code text-text-quiet">{text}</p>;
}
