/** Makes a `switch` exhaustive: the compiler refuses a case that was forgotten, and a value from outside throws. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
