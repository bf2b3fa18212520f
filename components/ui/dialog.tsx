"use client";

import type { ReactNode } from "react";
import { useEffect, useId, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { CloseIcon } from "@/components/ui/icons";

/**
 * A question or a closer look, over everything: the browser's own modal dialog, which keeps the focus inside, closes on Esc
 * and gives the focus back. On a phone it rises from the lower edge.
 */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  footer,
  width = "normal",
  children,
}: {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, the one to press next last. */
  footer?: ReactNode;
  width?: "narrow" | "normal" | "wide";
  children?: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (isOpen && !element.open) element.showModal();
    if (!isOpen && element.open) element.close();
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; Esc does the same from the keyboard
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
      className={classNames(
        "m-auto max-h-[min(85dvh,720px)] w-[calc(100vw-32px)] overflow-hidden rounded-overlay bg-surface-overlay text-text shadow-overlay max-sm:mb-4 open:animate-appear",
        width === "narrow" && "max-w-100",
        width === "normal" && "max-w-130",
        width === "wide" && "max-w-180",
      )}
    >
      {isOpen && (
        <div className="flex max-h-[inherit] flex-col">
          <header className="flex items-start gap-4 px-6 pt-5 pb-2">
            <div className="min-w-0 flex-1">
              <h2 id={`${id}-title`} className="text-heading font-semibold">
                {title}
              </h2>
              {description && (
                <p id={`${id}-description`} className="mt-1 text-text-quiet">
                  {description}
                </p>
              )}
            </div>
            <IconButton
              label="Close"
              tooltipSide="bottom"
              tooltipAlign="end"
              className="-mr-2 -mt-1 after:hidden!"
              onClick={() => dialog.current?.close()}
            >
              <CloseIcon />
            </IconButton>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-6 pt-2 pb-6">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4">{footer}</footer>
          )}
        </div>
      )}
    </dialog>
  );
}
