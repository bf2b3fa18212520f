import type { ReactNode } from "react";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { requireAdministrator } from "@/lib/http/page-actor.server";

const TABS = [
  { href: "/admin/usage", text: "Usage" },
  { href: "/admin/people", text: "People" },
  { href: "/admin/budgets", text: "Budgets" },
  { href: "/admin/models", text: "Models" },
];

export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdministrator();
  return (
    <SettingsFrame label="Administration" tabs={TABS} other={{ href: "/settings/profile", text: "Your settings" }}>
      {children}
    </SettingsFrame>
  );
}
