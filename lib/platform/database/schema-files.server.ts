import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The whole Prisma schema as one text: the files of `folder` (prisma/schema) in the order of their names. */
export async function readSchema(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.join("\n");
}

/** The schema as the newest generated migration left it, or null before the first one. `npm run db:migration` writes it. */
export async function readSnapshot(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
