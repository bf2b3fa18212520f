import Link from "next/link";
import type { ReactNode } from "react";
import { Wordmark } from "@/components/ui/centered-page";
import { ChevronRightIcon } from "@/components/ui/icons";
import { NavTabs } from "@/components/ui/nav-tabs";

/** What settings and administration stand in: the way back to the chat, the way to the other one, and the sections. */
export function SettingsFrame({
  label,
  tabs,
  other,
  children,
}: {
  label: string;
  tabs: readonly { href: string; text: string }[];
  other: { href: string; text: string } | null;
  children: ReactNode;
}) {
  return (
    <>
      <div className="border-b border-line">
        <header className="mx-auto flex min-h-14 w-full max-w-248 items-center justify-between gap-4 px-4 sm:px-6">
          <Link href="/" className="flex items-center gap-3 rounded-small touch:min-h-11">
            <Wordmark />
            <span className="text-text-quiet max-sm:sr-only">Back to the chat</span>
          </Link>
          {other && (
            <Link
              href={other.href}
              className="flex items-center gap-1 rounded-small text-text-quiet hover:text-text touch:min-h-11"
            >
              {other.text}
              <ChevronRightIcon />
            </Link>
          )}
        </header>
        {/* The words of the first tab stand over those of the page; the line under the tabs is the page's. */}
        <div className="mx-auto -mb-px w-full max-w-248 px-4 sm:px-6">
          <div className="-ml-3">
            <NavTabs label={label} tabs={tabs} />
          </div>
        </div>
      </div>
      <main className="mx-auto flex w-full max-w-248 flex-1 flex-col gap-8 px-4 pt-8 pb-16 sm:px-6">{children}</main>
    </>
  );
}
