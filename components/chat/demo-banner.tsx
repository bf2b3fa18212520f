import { InfoIcon } from "@/components/ui/icons";

/** Says on every page that nobody thinks here, and how to change that. */
export function DemoBanner() {
  return (
    <section
      aria-label="Demo"
      className="flex shrink-0 items-start justify-center gap-2 border-b border-line bg-warn-soft px-4 py-1.5 text-small"
    >
      <InfoIcon size={14} className="mt-px shrink-0 text-warn" />
      <p>
        <strong className="font-semibold">Demo.</strong> Answers come from the built-in demo model, not from OpenAI.
        <span className="max-sm:hidden">
          {" "}
          Set <code className="font-mono">OPENAI_API_KEY</code> in <code className="font-mono">.env</code> and start
          again for real ones.
        </span>
        <span className="sm:hidden">
          {" "}
          Set <code className="font-mono">OPENAI_API_KEY</code> for real ones.
        </span>
      </p>
    </section>
  );
}
