import type { ComponentProps } from "react";
import { SearchIcon } from "@/components/ui/icons";
import { TextField } from "@/components/ui/text-field";

/** Narrows what is listed beside it, while one types. */
export function SearchField({
  label,
  value,
  onChange,
  ...props
}: Omit<ComponentProps<"input">, "id" | "value" | "onChange"> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextField
      type="search"
      label={label}
      isLabelHidden
      placeholder={label}
      prefixText={<SearchIcon />}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      {...props}
    />
  );
}
