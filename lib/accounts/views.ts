export type RoleName = "owner" | "admin" | "member";
export type PersonStateName = "invited" | "active" | "disabled";

/** The signed-in person, as pages know it. */
export type MeView = { id: string; email: string; name: string; role: RoleName };

/** A signed-in browser. */
export type SessionView = {
  id: string;
  isCurrent: boolean;
  /** "Firefox on Linux", read from the user agent. */
  device: string;
  ipAddress: string;
  createdAt: string;
  lastSeenAt: string;
};

/** A person as administrators see it. Amounts are exact decimal dollars. */
export type PersonView = {
  id: string;
  email: string;
  name: string;
  role: RoleName;
  state: PersonStateName;
  createdAt: string;
  lastSeenAt: string | null;
  spentThisMonthUsd: string;
};

/** A link that was just made: shown once, to be handed to the person. */
export type AccessLinkView = { url: string; expiresAt: string };
