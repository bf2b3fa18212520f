"use client";

import Link from "next/link";
import { useSyncExternalStore } from "react";
import { signOut } from "@/components/chat/sidebar/sign-out";
import { chooseTheme, readThemeChoice, type ThemeChoice } from "@/components/theme";
import { ChevronDownIcon, GearIcon, KeyboardIcon, ShieldIcon, SignOutIcon, SpendIcon } from "@/components/ui/icons";
import { MENU_ITEM_CLASS, Menu, MenuChoice, MenuHeading, MenuItem, MenuLine } from "@/components/ui/menu";
import type { MeView } from "@/lib/accounts/views";

const THEMES: readonly (readonly [ThemeChoice, string])[] = [
  ["system", "Like the device"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** The person, and everything that is theirs. */
export function AccountMenu({ me, onShortcuts }: { me: MeView; onShortcuts: () => void }) {
  const theme = useSyncExternalStore(subscribeToTheme, readThemeChoice, () => "system");
  return (
    <Menu
      label="Account"
      side="top"
      className="w-60"
      trigger={(props) => (
        <button
          type="button"
          {...props}
          className="flex min-h-10 w-full items-center gap-2 rounded-control px-2 text-left transition-colors hover:bg-surface-hover touch:min-h-11"
        >
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{me.name}</span>
            <span className="block truncate text-small text-text-quiet">{me.email}</span>
          </span>
          <ChevronDownIcon size={14} className="shrink-0 rotate-180 text-text-quiet" />
        </button>
      )}
    >
      <MenuLink href="/settings/profile" icon={<GearIcon />}>
        Settings
      </MenuLink>
      <MenuLink href="/settings/usage" icon={<SpendIcon />}>
        My usage
      </MenuLink>
      {me.role !== "member" && (
        <MenuLink href="/admin/people" icon={<ShieldIcon />}>
          Administration
        </MenuLink>
      )}
      <MenuItem icon={<KeyboardIcon />} onClick={onShortcuts}>
        <span className="flex-1">Keyboard shortcuts</span>
        <kbd className="font-sans text-small text-text-quiet">?</kbd>
      </MenuItem>
      <MenuLine />
      <MenuHeading>Theme</MenuHeading>
      {THEMES.map(([choice, label]) => (
        <MenuChoice key={choice} isChosen={theme === choice} onClick={() => chooseTheme(choice)}>
          {label}
        </MenuChoice>
      ))}
      <MenuLine />
      <MenuItem icon={<SignOutIcon />} onClick={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

function MenuLink({ href, icon, children }: { href: string; icon: React.ReactNode; children: React.ReactNode }) {
  return (
    <Link href={href} role="menuitem" className={MENU_ITEM_CLASS} prefetch={false}>
      <span className="text-text-quiet">{icon}</span>
      {children}
    </Link>
  );
}

function subscribeToTheme(listener: () => void): () => void {
  window.addEventListener("parlance-theme", listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener("parlance-theme", listener);
    window.removeEventListener("storage", listener);
  };
}
