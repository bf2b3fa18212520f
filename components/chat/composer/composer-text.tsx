"use client";

import { type KeyboardEvent, type RefObject, useLayoutEffect } from "react";

const LINE_PX = 26;
const LINES_MAX = 10;

/** The field that a question is written in: grows to ten lines, sends with Enter, leaves Enter to an input method that composes. */
export function ComposerText({
  field,
  text,
  placeholder,
  describedBy,
  onChange,
  onSend,
  onRecall,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  placeholder: string;
  describedBy: string | undefined;
  onChange: (text: string) => void;
  onSend: () => void;
  /** ↑ in an empty field. */
  onRecall: () => void;
}) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has another height
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, LINE_PX * LINES_MAX)}px`;
  }, [field, text]);

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // 229 is what Safari sends for the Enter that ends a composition
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      onSend();
    }
    if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      onRecall();
    }
  }

  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      value={text}
      aria-label="Message"
      aria-describedby={describedBy}
      placeholder={placeholder}
      enterKeyHint="send"
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      className="block max-h-65 min-h-[26px] w-full resize-none overflow-y-auto bg-transparent text-reading outline-none placeholder:text-text-quiet"
    />
  );
}
