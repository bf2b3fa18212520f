import type { ReactNode } from "react";
import { useId } from "react";

/** On or off, in force at once; for what waits for a Save button use a checkbox. */
export function Switch({
  label,
  hint,
  isOn,
  onChange,
  disabled = false,
  isLabelHidden = false,
}: {
  label: ReactNode;
  hint?: ReactNode;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  disabled?: boolean;
  isLabelHidden?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        disabled={disabled}
        onClick={() => onChange(!isOn)}
        className="group relative inline-flex h-5 w-9 shrink-0 items-center rounded-full bg-line-strong transition-colors aria-checked:bg-accent disabled:cursor-not-allowed disabled:opacity-50 before:absolute before:-inset-3 before:content-['']"
      >
        <span className="size-4 translate-x-0.5 rounded-full bg-surface transition-transform group-aria-checked:translate-x-[18px]" />
      </button>
      <span className={isLabelHidden ? "sr-only" : "flex flex-col"}>
        <span id={`${id}-label`} className="font-medium">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="text-small text-text-quiet">
            {hint}
          </span>
        )}
      </span>
    </div>
  );
}
