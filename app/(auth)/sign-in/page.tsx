import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/accounts/sign-in-form";
import { CenteredPage } from "@/components/ui/centered-page";
import { toLocalPath } from "@/lib/http/local-path";
import { getActor } from "@/lib/http/page-actor.server";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = toLocalPath((await searchParams).next);
  if (await getActor()) redirect(next);
  return (
    <CenteredPage title="Sign in" description={next === "/" ? null : "You come back to where you were."}>
      <SignInForm next={next} />
      <p className="text-small text-text-quiet">
        No account, or the password is lost? An administrator of your organisation can send you a link.{" "}
        <a href="/privacy" className="underline underline-offset-2 hover:text-text">
          What leaves this server
        </a>
      </p>
    </CenteredPage>
  );
}
