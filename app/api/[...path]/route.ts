import { AppError } from "@/lib/core/errors";
import { handle } from "@/lib/http/handle.server";

/** Every address that no route answers: the refusal of a route, and not a page. */
const refuse = handle({ actor: "none" }, () => {
  throw new AppError("not-found", "There is nothing here.");
});

export const GET = refuse;
export const POST = refuse;
export const PUT = refuse;
export const PATCH = refuse;
export const DELETE = refuse;
