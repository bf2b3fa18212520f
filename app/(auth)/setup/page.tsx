import type { Metadata } from "next";
import { SetupForm } from "@/components/accounts/setup-form";
import { CenteredPage } from "@/components/ui/centered-page";
import { findAccessLink } from "@/lib/accounts/find-access-link.server";
import { getRuntime } from "@/lib/platform/runtime.server";

export const metadata: Metadata = { title: "First start", referrer: "no-referrer" };

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  const text = typeof token === "string" ? token : "";
  const link = await findAccessLink(await getRuntime(), text);
  const isValid = link?.kind === "setup";
  return (
    <CenteredPage
      title={isValid ? "Make Parlance yours" : "This link does not work"}
      description={
        isValid
          ? "You are the first one here, so the account that you make now owns this Parlance: it invites people, sets budgets and sees what is spent. The link that brought you here then stops working."
          : null
      }
    >
      <SetupForm token={text} isValid={isValid} />
    </CenteredPage>
  );
}
