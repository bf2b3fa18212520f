// biome-ignore-all lint/suspicious/noArrayIndexKey: what was read from a text stands where it stands
import type { ReactNode } from "react";
import { type Inline, toPlainText } from "@/components/markdown/markdown-tree";
import { MathFormula } from "@/components/markdown/math-formula";
import { RemoteImage } from "@/components/markdown/remote-image";

/** The words of a line in their form. */
export function Inlines({ inlines }: { inlines: readonly Inline[] }): ReactNode {
  return inlines.map((inline, index) => <InlinePart key={index} inline={inline} />);
}

function InlinePart({ inline }: { inline: Inline }): ReactNode {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "strong":
      return (
        <strong className="font-semibold">
          <Inlines inlines={inline.children} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      );
    case "deleted":
      return (
        <del className="text-text-quiet">
          <Inlines inlines={inline.children} />
        </del>
      );
    case "code":
      return (
        <code className="rounded-small bg-surface-raised px-1 py-0.5 font-mono text-[0.875em] wrap-anywhere">
          {inline.text}
        </code>
      );
    case "break":
      return <br />;
    case "math":
      return <MathFormula tex={inline.tex} isDisplay={inline.isDisplay} />;
    case "image":
      return <RemoteImage alt={inline.alt} host={inline.host} href={inline.href} />;
    case "link":
      return <OutsideLink href={inline.href} host={inline.host} inlines={inline.children} />;
  }
}

/** A link out of an answer: nobody checked where it leads, so its host stands beside words that do not name it. */
function OutsideLink({ href, host, inlines }: { href: string; host: string; inlines: readonly Inline[] }) {
  const words = toPlainText(inlines);
  const namesHost = words
    .replace(/^(?:https?:\/\/|mailto:)/i, "")
    .toLowerCase()
    .startsWith(host.toLowerCase());
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      referrerPolicy="no-referrer"
      className="text-accent underline decoration-accent/40 underline-offset-3 wrap-anywhere hover:decoration-accent"
    >
      <bdi>
        <Inlines inlines={inlines} />
      </bdi>
      {!namesHost && (
        <bdi className="ml-1 inline-block text-small text-text-quiet" dir="ltr">
          ({host})
        </bdi>
      )}
    </a>
  );
}
