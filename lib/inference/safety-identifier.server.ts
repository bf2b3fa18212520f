import "server-only";
import { createHmac } from "node:crypto";

/** Names a person to the provider without saying who it is: an HMAC of the id under the installation's secret (openapi: safety_identifier, at most 64 characters). */
export function hashedSafetyIdentifier(secret: string, personId: string): string {
  return createHmac("sha256", secret).update(`safety-identifier:${personId}`).digest("hex").slice(0, 48);
}
