import type { ReactNode } from "react";
import { useId } from "react";

/** A number on a scale. `value` null: not set, the default holds, and the figure says so. */
export function Slider({
  label,
  hint,
  min,
  max,
  step,
  value,
  resting,
  onChange,
}: {
  label: ReactNode;
  hint?: ReactNode;
  min: number;
  max: number;
  step: number;
  value: number | null;
  /** Where the thumb rests while nothing is set. */
  resting: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <output htmlFor={id} className={value === null ? "figures text-small text-text-quiet" : "figures text-body"}>
          {value === null ? "default" : value}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value ?? resting}
        aria-describedby={hint ? `${id}-hint` : undefined}
        aria-valuetext={value === null ? "the model’s default" : undefined}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
        className="h-6 w-full accent-accent touch:h-11"
      />
      {hint && (
        <p id={`${id}-hint`} className="text-small text-text-quiet">
          {hint}
        </p>
      )}
    </div>
  );
}
