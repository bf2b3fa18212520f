"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** A panel that slides over the page from its start on a phone; modal, closes on Esc and on a touch beside it. */
export function Drawer({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; Esc does the same from the keyboard
    <dialog
      ref={dialog}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
      className="m-0 h-dvh max-h-none w-[min(320px,calc(100vw-48px))] max-w-none bg-surface-sunken text-text open:flex"
    >
      {children}
    </dialog>
  );
}
