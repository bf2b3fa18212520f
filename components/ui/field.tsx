import type { ReactNode } from "react";
import { useId } from "react";

/** How an input looks; shared by everything that is typed or chosen. */
export const INPUT_CLASS =
  "block w-full min-h-9 rounded-control border border-line-strong/70 bg-surface px-3 py-1.5 text-body text-text transition-colors placeholder:text-text-quiet hover:border-line-strong focus-visible:border-accent focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-surface-raised disabled:text-text-quiet aria-invalid:border-danger touch:min-h-11";

export type FieldProps = {
  label: ReactNode;
  /** One sentence under the field: what it is for. */
  hint?: ReactNode;
  /** What is wrong and how to put it right. Takes the place of the hint. */
  error?: ReactNode;
  /** Keeps the label for screen readers only, where the place says it already. */
  isLabelHidden?: boolean;
};

export type FieldControl = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

/** A label, its control and one sentence, joined for people who cannot see that they stand together. */
export function Field({
  label,
  hint,
  error,
  isLabelHidden = false,
  children,
}: FieldProps & { children: (control: FieldControl) => ReactNode }) {
  const id = useId();
  const noteId = `${id}-note`;
  const hasNote = Boolean(error || hint);
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "text-body font-medium"}>
        {label}
      </label>
      {children({ id, "aria-describedby": hasNote ? noteId : undefined, "aria-invalid": error ? true : undefined })}
      {hasNote && (
        <p
          id={noteId}
          className={error ? "text-small text-danger" : "text-small text-text-quiet"}
          role={error ? "alert" : undefined}
        >
          {error || hint}
        </p>
      )}
    </div>
  );
}
