import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { FirstSteps } from "@/components/admin/first-steps";
import { PageHeader } from "@/components/ui/page-header";
import { requireAdministrator } from "@/lib/http/page-actor.server";
import { getRuntime } from "@/lib/platform/runtime.server";
import { loadFirstSteps } from "@/lib/reports/load-first-steps.server";

export const metadata: Metadata = { title: "Administration" };

/** The first day's steps; once they are done, what an administrator comes for. */
export default async function AdminPage() {
  const actor = await requireAdministrator();
  const steps = await loadFirstSteps(await getRuntime(), actor);
  if (Object.values(steps).every(Boolean)) redirect("/admin/usage");
  return (
    <>
      <PageHeader
        title="First steps"
        description="Four things and your organisation is at work. They tick themselves off; when all are done, this page makes way for the usage."
      />
      <FirstSteps steps={steps} />
    </>
  );
}
