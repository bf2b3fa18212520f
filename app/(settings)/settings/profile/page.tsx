import type { Metadata } from "next";
import { ProfileForm } from "@/components/settings/profile-form";
import { ThemeChoiceGroup } from "@/components/settings/theme-choice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { requirePageActor } from "@/lib/http/page-actor.server";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const { id, email, name, role } = await requirePageActor();
  return (
    <>
      <PageHeader title="Profile" />
      <ProfileForm me={{ id, email, name, role }} />
      <Section title="Theme" description="For this browser.">
        <ThemeChoiceGroup />
      </Section>
      <Section title="Privacy">
        <p className="max-w-150 text-text-quiet">
          What leaves this server, what stays on it, and what administrators can see stands on{" "}
          <a
            href="/privacy"
            className="font-medium text-text underline decoration-line-strong underline-offset-2 hover:decoration-current"
          >
            one page
          </a>
          .
        </p>
      </Section>
    </>
  );
}
