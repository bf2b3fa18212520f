"use client";

import { useSyncExternalStore } from "react";
import { Dialog } from "@/components/ui/dialog";

const SHORTCUTS: readonly (readonly [string, readonly string[]])[] = [
  ["New chat", ["Mod", "Shift", "O"]],
  ["Search chats", ["Mod", "K"]],
  ["Send the message", ["Enter"]],
  ["New line", ["Shift", "Enter"]],
  ["Change the last question (in an empty field)", ["↑"]],
  ["Stop the answer, or close what is open", ["Esc"]],
  ["This list", ["?"]],
];

export function ShortcutsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const isApple = useSyncExternalStore(
    () => () => {},
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard shortcuts" width="narrow">
      <dl className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-3">
        {SHORTCUTS.map(([what, keys]) => (
          <div key={what} className="contents">
            <dt>{what}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-small border border-line bg-surface-raised px-1.5 py-0.5 text-center font-sans text-small"
                >
                  {key === "Mod" ? (isApple ? "⌘" : "Ctrl") : key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
