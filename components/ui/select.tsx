import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { Field, type FieldProps, INPUT_CLASS } from "@/components/ui/field";
import { ChevronDownIcon } from "@/components/ui/icons";

/** The browser's own list of choices, which every hand and every screen reader knows. Children are `<option>`s. */
export function Select({
  label,
  hint,
  error,
  isLabelHidden,
  className,
  children,
  ...props
}: Omit<ComponentProps<"select">, "id"> & FieldProps) {
  return (
    <Field label={label} hint={hint} error={error} isLabelHidden={isLabelHidden ?? false}>
      {(control) => (
        <span className="relative block">
          <select className={classNames(INPUT_CLASS, "appearance-none pr-8", className)} {...control} {...props}>
            {children}
          </select>
          <ChevronDownIcon className="pointer-events-none absolute right-2.5 top-1/2 -translate-y-1/2 text-text-quiet" />
        </span>
      )}
    </Field>
  );
}
