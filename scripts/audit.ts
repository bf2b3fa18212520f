import { loadConfig } from "@/lib/platform/config.server";
import { openDatabase } from "@/lib/platform/database/open.server";
import { createLog } from "@/lib/platform/log.server";
import { AUDITED_RULES, auditInvariants } from "@/lib/reports/audit-invariants.server";

// `npm run audit`: checks the invariants against the database of DATABASE_URL, also while the product runs. Exit code 1 when one is broken.
const config = loadConfig();
const database = openDatabase({ url: config.databaseUrl, log: createLog({ level: "warn", secrets: config.secrets }) });
const findings = await auditInvariants({ database });
await database.close();

for (const rule of AUDITED_RULES) {
  const broken = findings.find((finding) => finding.rule === rule);
  console.log(`${broken ? "BROKEN" : "ok    "}  ${rule}`);
  for (const violation of broken?.violations ?? []) console.log("        ", violation);
}
process.exitCode = findings.length === 0 ? 0 : 1;
