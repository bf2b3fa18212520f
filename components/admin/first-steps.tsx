import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { CheckIcon } from "@/components/ui/icons";
import type { FirstStepsView } from "@/lib/reports/views";

type Step = { isDone: boolean; title: string; text: ReactNode; action: { href: string; text: string } | null };

/** The first day of an administrator: steps that tick themselves off. The first one that is open has the button. */
export function FirstSteps({ steps }: { steps: FirstStepsView }) {
  const list: Step[] = [
    {
      isDone: steps.hasKey,
      title: "Give Parlance your OpenAI key",
      text: (
        <>
          Until then a built-in demo model answers. Set <Code>OPENAI_API_KEY</Code> (or <Code>OPENAI_API_KEY_FILE</Code>
          ) where Parlance is started, and start it again. The key stays on the server.
        </>
      ),
      action: null,
    },
    {
      isDone: steps.hasLimit,
      title: "Set a budget for the organisation",
      text: "A limit for a day or a month that cannot be overrun, however many people ask at once.",
      action: { href: "/admin/budgets", text: "Set a budget" },
    },
    {
      isDone: steps.hasAnswer,
      title: "Ask a first question",
      text: "Under the answer stands what it cost; a moment later it is on the usage page.",
      action: { href: "/", text: "Start a chat" },
    },
    {
      isDone: steps.hasPeople,
      title: "Invite the others",
      text: "Each one gets a link from you and chooses a password.",
      action: { href: "/admin/people", text: "Invite people" },
    },
  ];
  const next = list.findIndex(({ isDone, action }) => !isDone && action !== null);
  return (
    <ol className="flex flex-col">
      {list.map(({ isDone, title, text, action }, index) => (
        <li key={title} className="flex gap-4 border-b border-line py-5 first:pt-0 last:border-b-0">
          <span
            aria-hidden="true"
            className={classNames(
              "figures flex size-6 shrink-0 items-center justify-center rounded-full text-small font-medium",
              isDone ? "bg-ok-soft text-ok" : "border border-line-strong text-text-quiet",
            )}
          >
            {isDone ? <CheckIcon size={14} /> : index + 1}
          </span>
          <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <div className="max-w-130 min-w-0 flex-1 basis-72">
              <h2 className="flex items-center gap-2 text-body leading-6">
                {title}
                {isDone && <Badge tone="ok">Done</Badge>}
              </h2>
              <p className="mt-1 text-text-quiet">{text}</p>
            </div>
            {!isDone && action && (
              <Link href={action.href} className={buttonClass(index === next ? "primary" : "secondary")}>
                {action.text}
              </Link>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Code({ children }: { children: string }) {
  return (
    <code className="rounded-small bg-surface-raised px-1 py-0.5 font-mono text-small whitespace-nowrap text-text">
      {children}
    </code>
  );
}
