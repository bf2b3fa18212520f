"use client";

const IDEAS: readonly { title: string; prompt: string }[] = [
  {
    title: "Answer a customer",
    prompt:
      "Write a reply to a customer whose order is ten days late. Apologise once, say what happens next, offer free shipping on the next order. At most 120 words.\n\nTheir message:\n",
  },
  {
    title: "Turn notes into a table",
    prompt: "Make a table of these meeting notes: who does what, until when. Mark what has no owner yet.\n\n",
  },
  {
    title: "Find the mistake in code",
    prompt: "What does this function do, and where can it fail? Show a corrected version.\n\n```\n\n```\n",
  },
  {
    title: "Decide between two options",
    prompt:
      "Compare PostgreSQL and SQLite for an internal tool of 50 people. Give a table of what matters and end with one recommendation.",
  },
];

/** A chat before its first question: four things that people really ask, to be changed before they are sent. */
export function EmptyChat({ onPick }: { onPick: (prompt: string) => void }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="mx-auto mt-auto flex w-full max-w-[768px] flex-col gap-4 px-4 pt-8 pb-8">
        <h1 className="px-3 text-title">What are you working on?</h1>
        <ul className="grid gap-x-2 sm:grid-cols-2">
          {IDEAS.map(({ title, prompt }) => (
            <li key={title}>
              <button
                type="button"
                onClick={() => onPick(prompt)}
                className="flex min-h-11 w-full flex-col rounded-block px-3 py-3 text-left transition-colors hover:bg-surface-raised"
              >
                <span className="font-medium">{title}</span>
                <span className="line-clamp-2 text-text-quiet">{prompt.split("\n", 1)[0]}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
