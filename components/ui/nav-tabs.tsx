"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "@/components/ui/class-names";

/** The sections of settings or administration: links in a row, the open one underlined. Scrolls sideways on a phone. */
export function NavTabs({ label, tabs }: { label: string; tabs: readonly { href: string; text: string }[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-b border-line px-4">
      <ul className="flex gap-1">
        {tabs.map(({ href, text }) => {
          const isOpen = pathname === href || pathname.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isOpen ? "page" : undefined}
                className={classNames(
                  "-mb-px flex min-h-10 items-center border-b-2 px-3 font-medium whitespace-nowrap transition-colors -outline-offset-2 touch:min-h-11",
                  isOpen ? "border-accent text-text" : "border-transparent text-text-quiet hover:text-text",
                )}
              >
                {text}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
