import type { ReactNode } from "react";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { requirePageActor } from "@/lib/http/page-actor.server";

const TABS = [
  { href: "/settings/profile", text: "Profile" },
  { href: "/settings/password", text: "Password" },
  { href: "/settings/sessions", text: "Sessions" },
  { href: "/settings/usage", text: "Usage" },
];

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageActor();
  return (
    <SettingsFrame
      label="Settings"
      tabs={TABS}
      other={actor.role === "member" ? null : { href: "/admin", text: "Administration" }}
    >
      {children}
    </SettingsFrame>
  );
}
