import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { toDatabaseFailure } from "@/lib/platform/database/failures";
import { PrismaClient } from "@/lib/platform/database/generated/client";
import type { Log } from "@/lib/platform/log";

/** A new connection takes milliseconds; one that takes longer than this will not come while somebody waits. */
const CONNECT_TIMEOUT_MS = 1_500;

/** How long a statement may wait for its turn while the database works, but all connections are busy. */
const QUEUE_TIMEOUT_MS = 8_000;

/** No statement of ours is meant to take this long: the server ends it, and we stop waiting a little later. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** On the path before the first token a database that says nothing for this long counts as down. */
const QUICK_TIMEOUT_MS = 1_800;

/** Of one process. PostgreSQL allows 100 in all by default. */
const CONNECTIONS_MAX = 10;

/** The database, by two doors to one pool of connections. */
export type Database = {
  /** For everything that is not in a hurry. */
  prisma: PrismaClient;
  /**
   * One statement, one round trip: for the path before the first token. With `name` it is prepared once for each connection.
   *
   * `bigint` columns arrive as bigint, `date` columns as `YYYY-MM-DD`, `timestamptz` as Date, `numeric` as string.
   */
  query<Row extends object>(statement: Statement): Promise<Row[]>;
  close(): Promise<void>;
};

export type Statement = { name?: string; text: string; values: readonly unknown[] };

/**
 * Opens the database; the first connection is made by the first statement. Both doors throw AppError "database-unavailable"
 * when it cannot be reached, within two seconds.
 */
export function openDatabase({
  url,
  log,
  connectionsMax = CONNECTIONS_MAX,
}: {
  url: string;
  log: Log;
  connectionsMax?: number;
}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: QUEUE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    application_name: "parlance",
    Client: QuickClient,
  });
  // Without a listener the end of an idle connection (the database restarts) would end the process.
  pool.on("error", (error) => log.warn("database-connection-lost", {}, error));
  const prisma = withFailuresNamed(new PrismaClient({ adapter: new PrismaPg(pool) }));
  return {
    prisma,
    async query<Row extends object>(statement: Statement): Promise<Row[]> {
      try {
        const result = await pool.query<Row>(toQueryConfig(statement));
        return result.rows;
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** The pool has one timeout for two waits: a turn in its queue, and a new connection. A new connection gets less. */
class QuickClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  }
}

type QueryConfig = pg.QueryConfig & { query_timeout: number };

function toQueryConfig({ name, text, values }: Statement): QueryConfig {
  return {
    ...(name === undefined ? {} : { name }),
    text,
    values: [...values],
    types: { getTypeParser },
    query_timeout: QUICK_TIMEOUT_MS,
  };
}

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;

/** The parsers of `pg`, but for money, which must not pass through a string by accident, and days, which have no time zone. */
function getTypeParser(oid: number, format?: "text" | "binary"): unknown {
  if (format === "binary") return pg.types.getTypeParser(oid, "binary");
  if (oid === INT8) return BigInt;
  if (oid === INT8_ARRAY) return toBigInts;
  if (oid === DATE) return (text: string) => text;
  return pg.types.getTypeParser(oid, "text");
}

/** `{1,2,NULL}`, as PostgreSQL writes an array of numbers. */
function toBigInts(text: string): (bigint | null)[] {
  const items = text.slice(1, -1);
  return items === "" ? [] : items.split(",").map((item) => (item === "NULL" ? null : BigInt(item)));
}

/** The same client, whose operations throw AppError "database-unavailable" where the database cannot be reached. */
function withFailuresNamed(prisma: PrismaClient): PrismaClient {
  const extended = prisma.$extends({
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args);
        } catch (error) {
          throw toDatabaseFailure(error);
        }
      },
    },
  });
  const named = extended as unknown as PrismaClient; // a query extension changes no method; it only takes away $on, which nobody uses
  return new Proxy(named, {
    get(client, name) {
      if (name !== "$transaction") return Reflect.get(client, name, client);
      return (work: unknown, options?: object) => runTransaction(client, work, options);
    },
  });
}

type AnyTransaction = (work: unknown, options?: object) => Promise<unknown>;

/** Begin and commit are no operations of Prisma's, so that its extensions do not see them fail. What the work throws stays as it is. */
async function runTransaction(prisma: PrismaClient, work: unknown, options?: object): Promise<unknown> {
  let hasWorkFailed = false;
  const watched =
    typeof work !== "function"
      ? work
      : async (tx: unknown) => {
          try {
            return await work(tx);
          } catch (error) {
            hasWorkFailed = true;
            throw error;
          }
        };
  try {
    return await (prisma.$transaction as AnyTransaction)(watched, options); // it takes either of two shapes, which TypeScript cannot carry through
  } catch (error) {
    throw hasWorkFailed ? error : toDatabaseFailure(error);
  }
}
