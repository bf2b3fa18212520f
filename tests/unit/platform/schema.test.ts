import { join } from "node:path";
import { expect, test } from "vitest";
import { diffSchemas } from "@/lib/platform/database/schema-engine.server";
import { readSchema, readSnapshot } from "@/lib/platform/database/schema-files.server";

const prisma = join(import.meta.dirname, "../../../prisma");

test("every change of prisma/schema has its migration (`npm run db:migration -- <name>` writes it)", async () => {
  const migrated = await readSnapshot(join(prisma, "migrations/snapshot.prisma"));
  expect(await diffSchemas(migrated, await readSchema(join(prisma, "schema")))).toBeNull();
});
