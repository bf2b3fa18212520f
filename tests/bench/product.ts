import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { signIn } from "@/components/accounts/sign-in";
import { cookieName } from "@/lib/accounts/session-cookie";
import { createSessionTokens } from "@/lib/accounts/session-token.server";
import { newId } from "@/lib/core/ids";
import type { Slot } from "@/tests/bench/load-job";
import { endProcess, root, treeOf } from "@/tests/bench/processes";

/** Parlance as it is started on a server, under test. */
export type Product = {
  url: string;
  pid: number;
  dataDir: string;
  /** The process that keeps PostgreSQL; it is below the web process. */
  databasePid: number;
  database: pg.Pool;
  ownerCookie: string;
  ownerId: string;
  end(): Promise<void>;
};

/** A folder of data that several starts can share, with a secret of its own. */
export type DataFolder = { path: string; secret: string; remove(): void };

const OWNER = { email: "owner@bench.test", password: "a long passphrase for the bench" };
const MODEL = "gpt-4o-mini";
const SESSION_MS = 3_600_000;

/** Makes an empty data folder. */
export function makeDataFolder(): DataFolder {
  const path = mkdtempSync(join(tmpdir(), "bench-"));
  return { path, secret: `bench ${newId()} ${newId()}`, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The environment of a start: everything that could reach it from outside is left behind. */
export function productEnvironment(folder: DataFolder, port: number, upstreamPort: number): NodeJS.ProcessEnv {
  const { PATH = "", HOME = "", PARLANCE_BUILD_DIR } = process.env;
  return {
    PATH,
    HOME,
    ...(PARLANCE_BUILD_DIR ? { PARLANCE_BUILD_DIR } : {}),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    HOST: "127.0.0.1",
    PORT: String(port),
    PARLANCE_DATA_DIR: folder.path,
    PARLANCE_SECRET: folder.secret,
    PARLANCE_DEFAULT_MODEL: MODEL,
    PARLANCE_SMALL_MODEL: MODEL,
    OPENAI_API_KEY: "sk-bench",
    OPENAI_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
    LOG_LEVEL: "warn",
  };
}

/** A port that nobody has at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/**
 * Starts the built product with its own PostgreSQL and creates the owner the way a person does.
 *
 * `nodeOptions` go to the web process, for a profile.
 */
export async function startProduct(
  folder: DataFolder,
  upstreamPort: number,
  nodeOptions: readonly string[] = [],
): Promise<Product> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(
    process.execPath,
    [
      ...nodeOptions,
      "--disable-warning=ExperimentalWarning",
      "--import",
      join(root, "scripts/resolve.mjs"),
      join(root, "scripts/serve.ts"),
    ],
    { cwd: root, env: productEnvironment(folder, port, upstreamPort), stdio: ["ignore", "pipe", "inherit"] },
  );
  const words = await untilReady(child);
  const pid = child.pid ?? 0;
  const { databasePid, databaseUrl } = findDatabase(pid);
  const database = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const setupToken = /\/setup\?token=([^\s]+)/.exec(words)?.[1];
  if (setupToken) await createOwner(url, setupToken);
  const ownerCookie = await signInAsOwner(url);
  const { rows } = await database.query<{ id: string }>("select id from person where email = $1", [OWNER.email]);
  return {
    url,
    pid,
    dataDir: folder.path,
    databasePid,
    database,
    ownerCookie,
    ownerId: rows[0]?.id ?? "",
    async end() {
      await database.end();
      await endProcess(child);
    },
  };
}

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = "";
    child.once("exit", (code) => reject(new Error(`the product ended with ${code}: ${words}`)));
    child.stdout?.on("data", (chunk) => {
      words += String(chunk);
      // The link follows in the same write, two lines below.
      if (words.includes("Parlance is ready")) setTimeout(() => resolve(words), 50);
    });
  });
}

/** The PostgreSQL below the web process says on its command line where its socket is. */
function findDatabase(webPid: number): { databasePid: number; databaseUrl: string } {
  for (const pid of treeOf(webPid)) {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const socket = /unix_socket_directories=([^\0]+)/.exec(command)?.[1];
    if (!socket || !command.startsWith("sh\0")) continue;
    return {
      databasePid: pid,
      databaseUrl: `postgresql://parlance@localhost:5432/parlance?host=${encodeURIComponent(socket)}`,
    };
  }
  throw new Error("the product has no PostgreSQL of its own");
}

async function createOwner(url: string, token: string): Promise<void> {
  const response = await fetch(`${url}/api/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", ...sameOrigin(url) },
    body: JSON.stringify({ token, organisationName: "Bench", name: "Owner", ...OWNER }),
  });
  if (!response.ok) throw new Error(`the owner could not be created: ${await response.text()}`);
}

/** By the page's own function, with a jar for its cookies. Returns the Cookie header of the owner's session. */
async function signInAsOwner(url: string): Promise<string> {
  const cookies = new Map<string, string>();
  const result = await signIn(OWNER, async (path, init) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(`${url}${String(path)}`, {
      ...init,
      redirect: "manual",
      headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie, ...sameOrigin(url) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  });
  if (!result.ok) throw new Error(`the owner could not sign in: ${result.failure.message}`);
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

/** What a browser says about a request from the page itself. */
export function sameOrigin(url: string): Record<string, string> {
  return { origin: url, "sec-fetch-site": "same-origin" };
}

const QUESTION = "What makes a release note good, and in which order should it say things?";

/**
 * Chats to ask in: each is named already and has one exchange, so that a turn is a turn and nothing else (no title is written after it).
 *
 * Ten chats belong to one person, since a person may not ask more than once a second. People and sessions are written straight into the
 * database; their cookies are signed as the product signs them.
 */
export async function makeSlots(product: Product, folder: DataFolder, count: number): Promise<Slot[]> {
  const tokens = createSessionTokens(folder.secret);
  const expiresAt = new Date(Date.now() + SESSION_MS);
  const slots: Slot[] = [];
  for (let person = 0; person * 10 < count; person += 1) {
    const personId = newId();
    const sessionId = newId();
    await product.database.query(
      "insert into person (id, email, name, role, state) values ($1, $2, $3, 'member', 'active')",
      [personId, `${personId}@bench.test`, `Person ${person}`],
    );
    await product.database.query("insert into session (id, person_id, expires_at) values ($1, $2, $3)", [
      sessionId,
      personId,
      expiresAt,
    ]);
    const cookie = `${cookieName(product.url, "session")}=${tokens.sign({ sessionId, personId }, expiresAt)}`;
    for (let chat = 0; chat < Math.min(10, count - person * 10); chat += 1) {
      const conversationId = await makeChat(product, personId, [
        { question: QUESTION, answer: "Say what changed, then what to do, then how." },
      ]);
      const body = JSON.stringify({ kind: "ask", id: "$ID", conversationId, text: QUESTION, model: MODEL });
      slots.push({ headers: { cookie, ...sameOrigin(product.url) }, body });
    }
  }
  // One person's chats are not next to each other: whoever asks in this order asks as many people at once.
  return slots
    .map((slot, index) => ({ slot, place: index % 10 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ slot }) => slot);
}

/** Writes a chat with these exchanges into the database. Returns its id. */
export async function makeChat(
  { database }: Pick<Product, "database">,
  personId: string,
  exchanges: readonly { question: string; answer: string }[],
): Promise<string> {
  const conversationId = newId();
  const messages = exchanges.flatMap(({ question, answer }) => [
    { role: "user", text: question },
    { role: "assistant", text: answer },
  ]);
  const rows = [{ role: "root", text: "" }, ...messages].map((message, depth) => ({ ...message, depth, id: newId() }));
  await database.query(
    `insert into conversation (id, person_id, title, model, leaf_id) values ($1, $2, 'A chat of the bench', $3, $4)`,
    [conversationId, personId, MODEL, rows.at(-1)?.id],
  );
  await database.query(
    `insert into message (id, conversation_id, parent_id, role, text, depth, tokens)
    select id, $1, parent_id, role::"MessageRole", text, depth, length(text) / 4
    from json_to_recordset($2) as row (id uuid, parent_id uuid, role text, text text, depth int)`,
    [conversationId, JSON.stringify(rows.map((row, index) => ({ ...row, parent_id: rows[index - 1]?.id ?? null })))],
  );
  return conversationId;
}
