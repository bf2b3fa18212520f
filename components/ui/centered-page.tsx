import type { ReactNode } from "react";

/** A page with one thing on it: signing in, the first run, what was not found. */
export function CenteredPage({
  title,
  description,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <main className="flex flex-1 flex-col items-center px-4 pt-[min(18vh,160px)] pb-12">
      <div className="flex w-full max-w-90 flex-col gap-6">
        <Wordmark />
        <div className="flex flex-col gap-1.5">
          <h1 className="text-title">{title}</h1>
          {description && <div className="text-text-quiet">{description}</div>}
        </div>
        {children}
      </div>
    </main>
  );
}

/** The product's name as it is always set. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-body font-semibold tracking-tight">
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className="text-accent">
        <path
          d="M3 4.5A1.5 1.5 0 0 1 4.5 3h11A1.5 1.5 0 0 1 17 4.5v8a1.5 1.5 0 0 1-1.5 1.5H9l-4.2 3.200A.5.5 0 0 1 4 16.800V14a1 1 0 0 1-1-1V4.500Z"
          fill="currentColor"
        />
        <path d="M6.5 7h7M6.5 10h4.5" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" />
      </svg>
      Parlance
    </span>
  );
}
