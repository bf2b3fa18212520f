"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, INPUT_CLASS } from "@/components/ui/field";
import { CheckIcon, CopyIcon } from "@/components/ui/icons";

/** Text to take away, in one piece: selected on focus, copied by the button. */
export function CopyField({ label, text, hint }: { label: string; text: string; hint?: string }) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const input = useRef<HTMLInputElement>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      input.current?.select(); // no clipboard without TLS: leave it selected, for the keyboard
      setState("refused");
    }
  }
  return (
    <Field label={label} hint={state === "refused" ? "It is selected: press Ctrl or ⌘ and C." : hint}>
      {(control) => (
        <span className="flex gap-2">
          <input
            ref={input}
            readOnly
            value={text}
            className={`${INPUT_CLASS} font-mono text-code`}
            onFocus={(event) => event.target.select()}
            {...control}
          />
          <Button onClick={copy} className="min-w-24">
            {state === "copied" ? <CheckIcon /> : <CopyIcon />}
            <span aria-live="polite">{state === "copied" ? "Copied" : "Copy"}</span>
          </Button>
        </span>
      )}
    </Field>
  );
}
