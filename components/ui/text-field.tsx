import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Field, type FieldProps, INPUT_CLASS } from "@/components/ui/field";

export type TextFieldProps = Omit<ComponentProps<"input">, "id"> &
  FieldProps & {
    /** Stands inside the field on the left: a sign of currency, an icon. */
    prefixText?: ReactNode;
  };

/** One line of text with its label. */
export function TextField({ label, hint, error, isLabelHidden, prefixText, className, ...props }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} isLabelHidden={isLabelHidden ?? false}>
      {(control) =>
        prefixText === undefined ? (
          <input className={classNames(INPUT_CLASS, className)} {...control} {...props} />
        ) : (
          <span className="relative block">
            <span className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-text-quiet">
              {prefixText}
            </span>
            <input className={classNames(INPUT_CLASS, "pl-8", className)} {...control} {...props} />
          </span>
        )
      }
    </Field>
  );
}
