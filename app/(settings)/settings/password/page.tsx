import type { Metadata } from "next";
import { PasswordForm } from "@/components/settings/password-form";
import { PageHeader } from "@/components/ui/page-header";
import { requirePageActor } from "@/lib/http/page-actor.server";

export const metadata: Metadata = { title: "Password" };

export default async function PasswordPage() {
  const { id, email, name, role } = await requirePageActor();
  return (
    <>
      <PageHeader title="Password" description="Changing it signs you out everywhere else." />
      <PasswordForm me={{ id, email, name, role }} />
    </>
  );
}
