import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Wordmark } from "@/components/ui/centered-page";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { getRuntime } from "@/lib/platform/runtime.server";

export const metadata: Metadata = { title: "Privacy" };

const OPENAI_HOST = "api.openai.com";

export default async function PrivacyPage() {
  const { config } = await getRuntime();
  const { host, protocol } = new URL(config.openai.baseUrl);
  const isEncrypted = protocol === "https:";
  return (
    <>
      <header className="mx-auto flex min-h-14 w-full max-w-184 items-center px-4 sm:px-6">
        <Link
          href="/"
          aria-label="Parlance, back to the chat"
          className="flex items-center rounded-small touch:min-h-11"
        >
          <Wordmark />
        </Link>
      </header>
      <main className="mx-auto flex w-full max-w-184 flex-1 flex-col gap-8 px-4 pt-6 pb-16 text-reading sm:px-6">
        <PageHeader
          title="What leaves this server, and what stays"
          description="Parlance runs on a server of your organisation. It sends one thing out: the question, to the model that answers it."
        />
        <Section title="What leaves">
          <p>
            {config.openai.isDemo ? (
              DEMO
            ) : (
              <>
                For every answer, this goes{isEncrypted && " over an encrypted connection"} to <Host name={host} />:
              </>
            )}
          </p>
          <List>
            <>the text of your question, and of the chat so far, or a summary of it when it is long</>
            <>the instructions and parameters that you set for the chat</>
            <>
              a safety identifier, made from your account’s id by a one-way function with a secret of this server. By it
              the provider can tell people apart in case of abuse; only this server can tell whose it is
            </>
            <>the id of the chat, so that the provider finds what it has just read in its short-lived cache</>
          </List>
          <p>
            Titles and summaries of chats are written by a small model in the same way. Your name, your address, your
            password and your IP address are never sent. Nothing on the pages loads from elsewhere, so no other server
            learns that you are here.
          </p>
        </Section>
        {!config.openai.isDemo && (
          <Section title="What the provider keeps">
            {host === OPENAI_HOST ? (
              <p>
                Every request carries <Code>store: false</Code>, so that OpenAI does not keep answers for later use. To
                look into abuse it may keep what was sent for up to 30 days, unless your organisation has agreed
                otherwise with it. By its terms for the API, it does not train its models with it.
              </p>
            ) : (
              <p>
                Every request carries <Code>store: false</Code>. What <Host name={host} /> keeps beyond that is between
                your organisation and whoever runs it: ask your administrator.
              </p>
            )}
          </Section>
        )}
        <Section title="What stays here">
          <List>
            <>your chats, until you delete them</>
            <>your account: name, address, and your password in a form that cannot be read back (argon2id)</>
            <>where you are signed in: browser, address and time, which you see and can end in your settings</>
            <>
              the ledger: one line for each call with time, model, tokens and cost, under your account’s id. It has no
              word of what you wrote, nobody can change it, and it stays when chats are deleted, because it is the bill
            </>
          </List>
          <p>The key to the provider stays on the server: it is in no page, no answer and no log.</p>
        </Section>
        <Section title="What administrators see">
          <List>
            <>who has an account, in which role, and when each was here last</>
            <>what each person spent: by day, by model, by kind of call</>
          </List>
          <p>
            They cannot read your chats in Parlance: there is no page and no function for it. Whoever runs the server
            itself can reach its database, as with any software that your organisation runs.
          </p>
        </Section>
      </main>
    </>
  );
}

const DEMO =
  "At the moment nothing leaves: no key is set, and the built-in demo model answers on this server. With a key, this goes to the provider for every answer:";

function List({ children }: { children: ReactNode[] }) {
  return (
    <ul className="flex list-disc flex-col gap-2 pl-5 marker:text-text-quiet">
      {children.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <li key={index}>{child}</li>
      ))}
    </ul>
  );
}

function Host({ name }: { name: string }) {
  return <strong className="font-medium">{name}</strong>;
}

function Code({ children }: { children: string }) {
  return <code className="rounded-small bg-surface-raised px-1 py-0.5 font-mono text-code">{children}</code>;
}
