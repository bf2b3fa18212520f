import type { RoleName } from "@/lib/accounts/views";

/** The signed-in person on whose behalf something is done, read from the database at this request. */
export type Actor = { id: string; email: string; name: string; role: RoleName; sessionId: string };

/** What a session cookie proves on its own: it was made by us and is not too old. Whether the session still lives, only the database knows. */
export type SessionCredential = { sessionId: string; personId: string };
