import "server-only";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const WASM = "schema_engine_bg.wasm";

/** The engine asks which dialect it is to speak. */
const DATASOURCE = `datasource db {\n  provider = "postgresql"\n}`;

let isLoaded = false;

/**
 * Prisma's own schema engine, in WebAssembly: it migrates without the binary that the Prisma CLI would download.
 *
 * `url` is the database; whatever the engine does goes over one connection.
 */
export async function withSchemaEngine<Result>(
  url: string,
  work: (engine: bindings.SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 5_000 });
  pool.on("error", () => {}); // the statement that is running fails with the same error
  try {
    return await runEngine(scriptsInOnePiece(new PrismaPg(pool), pool), work);
  } finally {
    await pool.end();
  }
}

/** The SQL that leads from one Prisma schema to another, or null when they are the same. Needs no database. */
export async function diffSchemas(from: string | null, to: string): Promise<string | null> {
  const toTarget = (schema: string): bindings.DiffTarget => ({
    tag: "schemaDatamodel",
    files: [{ path: "schema.prisma", content: schema }],
  });
  const { exitCode, stdout } = await runEngine(noDatabase(), (engine) =>
    engine.diff({
      from: from === null ? { tag: "empty" } : toTarget(from),
      to: toTarget(to),
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    }),
  );
  return exitCode === 0 ? null : (stdout ?? "");
}

export const NO_FILTERS = { externalTables: [], externalEnums: [] };

async function runEngine<Result>(
  factory: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: bindings.SchemaEngine) => Promise<Result>,
): Promise<Result> {
  await loadEngine();
  const options = { datamodels: [["schema.prisma", DATASOURCE] satisfies [string, string]] };
  const engine = await bindings.SchemaEngine.new(options, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
  try {
    return await work(engine);
  } finally {
    engine.free();
  }
}

async function loadEngine(): Promise<void> {
  if (isLoaded) return;
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const { instance } = await WebAssembly.instantiate(await readFile(join(folder, WASM)), {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports, // what the module asks to be linked with
  });
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: throwPanic } });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
  isLoaded = true;
}

/** The engine reports a bug of its own under this global name and then stops. */
function throwPanic(message: string): never {
  throw new Error(`The schema engine stopped: ${message}`);
}

/**
 * Sends a migration as one script. Prisma's adapter would cut it at every semicolon, also in the middle of a function's
 * body, and would run the pieces one by one; PostgreSQL runs a whole script in one transaction.
 */
function scriptsInOnePiece(factory: PrismaPg, pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    async connect() {
      const adapter = await factory.connect();
      adapter.executeScript = async (script) => {
        await pool.query(script);
      };
      return adapter;
    },
  };
}

/** Comparing two texts needs no database, but the engine asks one for its version before it does anything. */
function noDatabase(): SqlMigrationAwareDriverAdapterFactory {
  const refuse = () => Promise.reject(new Error("There is no database behind a comparison of schemas"));
  const adapter: SqlDriverAdapter = {
    provider: "postgres",
    adapterName: "none",
    queryRaw: async () => ({
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 18.0", 180_000]],
    }),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    dispose: async () => {},
  };
  const connect = async () => adapter;
  return { provider: "postgres", adapterName: "none", connect, connectToShadowDb: connect };
}
