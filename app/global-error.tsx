"use client";

// Takes the place of the root layout when that one fails, so it can use nothing of it: no styles, no fonts.
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Parlance could not be shown</h1>
          <p>Something went wrong on our side. What you wrote and what was answered is kept.</p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
