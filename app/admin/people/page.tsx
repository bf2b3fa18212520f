import type { Metadata } from "next";
import { PeopleTable } from "@/components/admin/people-table";
import { listPeople } from "@/lib/accounts/list-people.server";
import { requireAdministrator } from "@/lib/http/page-actor.server";
import { getRuntime } from "@/lib/platform/runtime.server";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const actor = await requireAdministrator();
  const people = await listPeople(await getRuntime(), actor);
  return <PeopleTable people={people} meId={actor.id} />;
}
