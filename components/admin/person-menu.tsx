import { IconButton } from "@/components/ui/icon-button";
import { LinkIcon, MoreIcon, PersonIcon, ShieldIcon, SignOutIcon } from "@/components/ui/icons";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import type { PersonView } from "@/lib/accounts/views";

/** What an administrator can do about one person, by the state that it is in. */
export function PersonMenu({
  person,
  isBusy,
  onLink,
  onRole,
  onEnable,
  onDisable,
}: {
  person: PersonView;
  isBusy: boolean;
  onLink: () => void;
  onRole: (role: "admin" | "member") => void;
  onEnable: () => void;
  onDisable: () => void;
}) {
  const label = `Actions for ${person.name || person.email}`;
  return (
    <Menu
      label={label}
      align="end"
      trigger={(props) => (
        <IconButton label={label} tooltipAlign="end" disabled={isBusy} {...props}>
          <MoreIcon />
        </IconButton>
      )}
    >
      {person.state === "disabled" ? (
        <MenuItem icon={<PersonIcon />} onClick={onEnable}>
          Enable
        </MenuItem>
      ) : (
        <>
          <MenuItem icon={<LinkIcon />} onClick={onLink}>
            {person.state === "invited" ? "Make a new invitation link" : "Make a link for a new password"}
          </MenuItem>
          <MenuItem icon={<ShieldIcon />} onClick={() => onRole(person.role === "admin" ? "member" : "admin")}>
            {person.role === "admin" ? "Make a member" : "Make an administrator"}
          </MenuItem>
          <MenuLine />
          <MenuItem icon={<SignOutIcon />} tone="danger" onClick={onDisable}>
            Disable…
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
