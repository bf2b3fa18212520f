"use client";

import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { CheckIcon, CopyIcon } from "@/components/ui/icons";
import { showToast } from "@/components/ui/toast";

const SAID_MS = 1_500;

/** Copies a text and says so for a moment, where the hand is. */
export function CopyButton({ label, text, className }: { label: string; text: () => string; className?: string }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <IconButton
      label={isCopied ? "Copied" : label}
      tooltipAlign="end"
      className={className}
      onClick={() => {
        copyText(text()).then(
          () => {
            setIsCopied(true);
            setTimeout(() => setIsCopied(false), SAID_MS);
          },
          () =>
            showToast({
              text: "This browser did not allow copying. Select the text and copy it by hand.",
              tone: "danger",
            }),
        );
      }}
    >
      {isCopied ? <CheckIcon className="text-ok" /> : <CopyIcon />}
    </IconButton>
  );
}

async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without TLS there is no clipboard API; a self-hosted server in the house is often reached without.
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr-only";
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  if (!isDone) throw new Error("copying was refused");
}
