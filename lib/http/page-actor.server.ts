import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "@/lib/accounts/actor";
import { findActor } from "@/lib/accounts/find-actor.server";
import { isAdministrator } from "@/lib/accounts/policy";
import { readCredential } from "@/lib/accounts/read-credential.server";
import { toLocalPath } from "@/lib/http/local-path";
import { PAGE_PATH } from "@/lib/http/page-path";
import { getRuntime } from "@/lib/platform/runtime.server";

/** Who looks at this page; null when nobody is signed in. Read once for each page, however many parts of it ask. */
export const getActor = cache(async (): Promise<Actor | null> => {
  const runtime = await getRuntime();
  const credential = readCredential(runtime, (await headers()).get("cookie"));
  return credential === null ? null : findActor(runtime, credential);
});

/** Who looks at this page. Nobody: to the sign-in page, which leads back here. */
export async function requirePageActor(): Promise<Actor> {
  const actor = await getActor();
  if (actor !== null) return actor;
  const path = toLocalPath((await headers()).get(PAGE_PATH));
  redirect(path === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next: path })}`);
}

/** The administrator who looks at this page. For members it does not exist. */
export async function requireAdministrator(): Promise<Actor> {
  const actor = await requirePageActor();
  if (!isAdministrator(actor)) notFound();
  return actor;
}
