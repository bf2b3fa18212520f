import type { Metadata } from "next";
import { JoinForm } from "@/components/accounts/join-form";
import { CenteredPage } from "@/components/ui/centered-page";
import { findAccessLink } from "@/lib/accounts/find-access-link.server";
import { getRuntime } from "@/lib/platform/runtime.server";

export const metadata: Metadata = { title: "Join", referrer: "no-referrer" };

const TITLES = { invite: "Join your organisation", reset: "Set a new password" } as const;

export default async function JoinPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  const text = typeof token === "string" ? token : "";
  const found = await findAccessLink(await getRuntime(), text);
  const link = found && found.kind !== "setup" ? { kind: found.kind, email: found.email, name: found.name } : null;
  return (
    <CenteredPage
      title={link ? TITLES[link.kind] : "This link does not work"}
      description={
        link?.kind === "invite"
          ? "Choose a password, and you can start asking. What you ask is yours: administrators see what it costs, not what it says."
          : null
      }
    >
      <JoinForm token={text} link={link} />
    </CenteredPage>
  );
}
