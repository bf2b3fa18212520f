import type { Metadata } from "next";
import { ModelTable } from "@/components/admin/model-table";
import { PageHeader } from "@/components/ui/page-header";
import { requireAdministrator } from "@/lib/http/page-actor.server";
import { listModelsForAdmin } from "@/lib/inference/list-models.server";
import { getRuntime } from "@/lib/platform/runtime.server";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage() {
  const actor = await requireAdministrator();
  const runtime = await getRuntime();
  const models = await listModelsForAdmin(runtime, actor);
  return (
    <>
      <PageHeader title="Models" description="Which models people may choose, and what each of them costs." />
      <ModelTable models={models} today={runtime.clock.now().toISOString().slice(0, 10)} />
    </>
  );
}
