/**
 * `npm run audit`: checks the invariants against the database of DATABASE_URL, or against the built-in one of the data folder; also
 * while the product runs. Exit code 1 when a rule is broken.
 */
import { isAppError } from "@/lib/core/errors";
import { loadConfig } from "@/lib/platform/config.server";
import { findRunningDatabase, startEmbeddedDatabase } from "@/lib/platform/database/embedded.server";
import { openDatabase } from "@/lib/platform/database/open.server";
import { createLog } from "@/lib/platform/log.server";
import { AUDITED_RULES, auditInvariants } from "@/lib/reports/audit-invariants.server";

/** Stand in where the settings are read to learn where the data is: nothing connects to them. */
const UNUSED = { DATABASE_URL: "postgresql://not-used.invalid/parlance", OPENAI_API_KEY: "not-used" };

async function main(): Promise<void> {
  const isOwn = Boolean(process.env.DATABASE_URL || process.env.DATABASE_URL_FILE);
  const config = loadConfig({ ...UNUSED, ...process.env });
  const running = isOwn ? config.databaseUrl : await findRunningDatabase(config);
  const started = running === null ? await startEmbeddedDatabase(config) : null;
  const log = createLog({ level: "warn", secrets: config.secrets });
  const database = openDatabase({ url: running ?? started?.url ?? "", log });
  try {
    const findings = await auditInvariants({ database });
    for (const rule of AUDITED_RULES) {
      const broken = findings.find((finding) => finding.rule === rule);
      console.log(`${broken ? "BROKEN" : "ok    "}  ${rule}`);
      for (const violation of broken?.violations ?? []) console.log("        ", violation);
    }
    process.exitCode = findings.length === 0 ? 0 : 1;
  } finally {
    await database.close();
    await started?.stop();
  }
}

main().catch((error: unknown) => {
  console.error(isAppError(error) ? `\n${error.message}\n` : error);
  process.exitCode = 1;
});
