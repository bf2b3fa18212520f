import { Banner } from "@/components/ui/banner";
import type { ApiFailure } from "@/lib/http/call-api";

/** Why something was not done, for a form whose fields show their own errors: those in `fields` are left to them. */
export function FailureNote({
  failure,
  fields = [],
  hasSignInLink = true,
  className,
}: {
  failure: ApiFailure | null;
  fields?: readonly string[];
  /** The way back in for who is signed out; not on the page that is it. */
  hasSignInLink?: boolean;
  className?: string;
}) {
  if (!failure || (failure.field !== null && fields.includes(failure.field))) return null;
  return (
    <Banner tone="danger" isAlert {...(className ? { className } : {})}>
      <p>
        {failure.message}
        {failure.code === "unauthenticated" && hasSignInLink && (
          <>
            {" "}
            <a
              href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}
              className="font-medium underline underline-offset-2"
            >
              Sign in again
            </a>
          </>
        )}
      </p>
      {failure.requestId && (
        <details className="mt-1 text-small text-text-quiet">
          <summary>Details for your administrator</summary>
          Request <code className="font-mono">{failure.requestId}</code>
        </details>
      )}
    </Banner>
  );
}
