"use client";

import { useEffect, useSyncExternalStore } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { CloseIcon } from "@/components/ui/icons";

export type Toast = {
  text: string;
  tone?: "plain" | "danger";
  /** What can still be done about it: "Undo". */
  action?: { label: string; run: () => void };
  /** Called once when it goes away by itself or is closed, not when the action was taken. */
  onExpire?: () => void;
};

type ShownToast = Toast & { id: number };

const SHOWN_MS = 6_000;
let shown: readonly ShownToast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says in one sentence, at the lower edge, what has just happened. Goes away by itself. */
export function showToast(toast: Toast): void {
  lastId += 1;
  change([...shown.slice(-2), { ...toast, id: lastId }]);
}

function close(id: number): void {
  change(shown.filter((toast) => toast.id !== id));
}

/** The place where toasts appear; once, in the root layout. */
export function Toaster() {
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
    () => NONE,
  );
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2"
    >
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

const NONE: readonly ShownToast[] = [];

function ToastLine({ toast }: { toast: ShownToast }) {
  useEffect(() => {
    const timer = setTimeout(() => {
      close(toast.id);
      toast.onExpire?.();
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div className="pointer-events-auto flex min-h-10 max-w-full animate-appear items-center gap-1 rounded-block bg-surface-overlay py-1 pr-1 pl-4 text-body shadow-overlay">
      <span className={toast.tone === "danger" ? "text-danger" : ""}>{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className="ml-2 min-h-8 rounded-control px-2 font-medium text-accent hover:bg-surface-hover touch:min-h-11"
          onClick={() => {
            close(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton
        label="Dismiss"
        onClick={() => {
          close(toast.id);
          toast.onExpire?.();
        }}
      >
        <CloseIcon size={14} />
      </IconButton>
    </div>
  );
}
