import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { Field, type FieldProps, INPUT_CLASS } from "@/components/ui/field";

/** Several lines of text with their label; grows with what is written where the browser can. */
export function TextArea({
  label,
  hint,
  error,
  isLabelHidden,
  className,
  rows = 4,
  ...props
}: Omit<ComponentProps<"textarea">, "id"> & FieldProps) {
  return (
    <Field label={label} hint={hint} error={error} isLabelHidden={isLabelHidden ?? false}>
      {(control) => (
        <textarea
          rows={rows}
          className={classNames(INPUT_CLASS, "field-sizing-content resize-y", className)}
          {...control}
          {...props}
        />
      )}
    </Field>
  );
}
