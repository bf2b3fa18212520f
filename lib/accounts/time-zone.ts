/** An IANA name like `Europe/Berlin`. Offsets (`+02:00`) are none: PostgreSQL reads them the other way round (its manual, 8.5.3). */
const IANA_NAME = /^[A-Za-z]+(?:[_+-][A-Za-z0-9]+)*(?:\/[A-Za-z0-9]+(?:[_+-][A-Za-z0-9]+)*){0,2}$/;

/** True for the name of a time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  if (name.length > 64 || !IANA_NAME.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false; // how Intl says that it knows no such zone
    throw error;
  }
}
