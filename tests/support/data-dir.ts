import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new data folder, which PostgreSQL's unprivileged user can enter when root runs the tests. */
export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "parlance-test-"));
  await chmod(folder, 0o711);
  return folder;
}
