import type { z } from "zod";
import { AppError } from "@/lib/core/errors";

/** What came from outside, as its schema says. Throws AppError "invalid-input" that names the field and says what is wrong with it. */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const unstorable = findUnstorable(input);
  if (unstorable !== null) {
    throw invalid(unstorable, "must not contain NUL characters or half characters");
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === "unrecognized_keys") {
    throw invalid([...issue.path, issue.keys[0] ?? ""].map(String), "is not known here");
  }
  throw invalid((issue?.path ?? []).map(String), issue?.message ?? "is wrong");
}

/** The query of an address as an object: a name that is given twice becomes a list, which no schema of ours accepts. */
export function toQuery(params: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(params.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/**
 * The path of the first text that PostgreSQL cannot keep as it is: NUL, which it refuses, and half of a surrogate pair, which
 * would come back as another character. Null when there is none.
 */
function findUnstorable(value: unknown): string[] | null {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed() ? [] : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const path = findUnstorable(inner);
    if (path !== null) return [key, ...path];
  }
  return null;
}

const FIELD_LENGTH_MAX = 100;
const MESSAGE_LENGTH_MAX = 300;

function invalid(path: readonly string[], what: string): AppError {
  const field = path.join(".").slice(0, FIELD_LENGTH_MAX);
  const label = toLabel(path);
  // Our own messages go on after the name of the field; zod's are sentences of their own.
  const sentence = /^(must|is) /.test(what)
    ? `${label} ${what}`
    : `${label}: ${what.charAt(0).toLowerCase()}${what.slice(1)}`;
  return new AppError(
    "invalid-input",
    `${sentence.slice(0, MESSAGE_LENGTH_MAX).replace(/\.$/, "")}.`,
    field === "" ? {} : { field },
  );
}

/** `organisationName` as people read it: "Organisation name". */
function toLabel(path: readonly string[]): string {
  const name = path.findLast((part) => !/^\d+$/.test(part)) ?? "";
  if (name === "") return "The request";
  const words = name.replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, FIELD_LENGTH_MAX);
}
