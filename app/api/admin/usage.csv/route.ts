import { handle } from "@/lib/http/handle.server";
import { openUsageCsv } from "@/lib/reports/open-usage-csv.server";
import { periodQuery } from "@/lib/reports/period-query";

export const GET = handle({ actor: "administrator", query: periodQuery }, async ({ runtime, actor, query }) => {
  const { fileName, chunks } = await openUsageCsv(runtime, actor, query);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
});
