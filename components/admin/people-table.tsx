"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { InviteDialog } from "@/components/admin/invite-dialog";
import { LinkDialog, type ShownLink } from "@/components/admin/link-dialog";
import { PersonMenu } from "@/components/admin/person-menu";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureNote } from "@/components/ui/failure-note";
import { PlusIcon } from "@/components/ui/icons";
import { Money } from "@/components/ui/money";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchField } from "@/components/ui/search-field";
import { Cell, HeaderCell, Row, Table } from "@/components/ui/table";
import { showToast } from "@/components/ui/toast";
import { useCall } from "@/components/ui/use-call";
import type { AccessLinkView, PersonStateName, PersonView, RoleName } from "@/lib/accounts/views";

const ROLES: Record<RoleName, string> = { owner: "Owner", admin: "Administrator", member: "Member" };
const STATES: Record<Exclude<PersonStateName, "active">, { word: string; tone: Tone }> = {
  invited: { word: "Invited", tone: "accent" },
  disabled: { word: "Disabled", tone: "danger" },
};
const SEARCH_FROM = 8;

/** Everybody with an account, and what an administrator does about them. */
export function PeopleTable({ people, meId }: { people: readonly PersonView[]; meId: string }) {
  const router = useRouter();
  const { isBusy, failure, call, clear } = useCall();
  const [search, setSearch] = useState("");
  const [isInviting, setIsInviting] = useState(false);
  const [shownLink, setShownLink] = useState<ShownLink | null>(null);
  const [toDisable, setToDisable] = useState<PersonView | null>(null);
  const wanted = search.trim().toLowerCase();
  const found = people.filter(
    ({ name, email }) => name.toLowerCase().includes(wanted) || email.toLowerCase().includes(wanted),
  );

  async function change(
    person: PersonView,
    body: { role?: RoleName; state?: "active" | "disabled" },
    text: string,
  ): Promise<void> {
    if ((await call("PATCH", `/api/admin/people/${person.id}`, body)) === null) return;
    setToDisable(null);
    showToast({ text });
    router.refresh();
  }
  async function makeLink(person: PersonView): Promise<void> {
    const answer = await call<{ link: AccessLinkView }>("POST", `/api/admin/people/${person.id}/link`, {});
    if (answer === null) return;
    setShownLink({
      link: answer.link,
      name: person.name || person.email,
      kind: person.state === "invited" ? "invite" : "reset",
    });
  }

  const invite = (
    <Button tone="primary" onClick={() => setIsInviting(true)}>
      <PlusIcon />
      Invite a person
    </Button>
  );
  return (
    <>
      <PageHeader
        title="People"
        description="Who may use Parlance, and as what. Whoever is disabled is signed out at once; what they spent stays on the books."
        action={people.length > 1 && invite}
      />
      <FailureNote failure={toDisable ? null : failure} />
      {people.length > SEARCH_FROM && (
        <div className="max-w-80">
          <SearchField label="Search by name or email" value={search} onChange={setSearch} />
        </div>
      )}
      {found.length === 0 ? (
        <p className="py-8 text-center text-text-quiet">Nobody here is called “{search.trim()}”.</p>
      ) : (
        <Table caption="People">
          <thead>
            <tr>
              <HeaderCell>Person</HeaderCell>
              <HeaderCell isNumeric>Spent this month</HeaderCell>
              <HeaderCell className="max-sm:hidden">Role</HeaderCell>
              <HeaderCell className="max-sm:hidden">State</HeaderCell>
              <HeaderCell className="max-sm:hidden">Last seen</HeaderCell>
              <HeaderCell>
                <span className="sr-only">Actions</span>
              </HeaderCell>
            </tr>
          </thead>
          <tbody>
            {found.map((person) => (
              <Row key={person.id} className={person.state === "disabled" ? "text-text-quiet" : ""}>
                <Cell className="max-w-44 sm:max-w-72">
                  <p className="truncate font-medium">
                    {person.name || person.email}
                    {person.id === meId && <span className="font-normal text-text-quiet"> (you)</span>}
                  </p>
                  <p className="truncate text-small text-text-quiet">{person.email}</p>
                  {(person.role !== "member" || person.state !== "active") && (
                    <p className="mt-1 flex flex-wrap items-center gap-2 text-small text-text-quiet sm:hidden">
                      {person.role !== "member" && ROLES[person.role]}
                      <State state={person.state} />
                    </p>
                  )}
                </Cell>
                <Cell isNumeric>
                  <Money
                    usd={person.spentThisMonthUsd}
                    className={person.spentThisMonthUsd === "0" ? "text-text-quiet" : ""}
                  />
                </Cell>
                <Cell className="max-sm:hidden">{ROLES[person.role]}</Cell>
                <Cell className="max-sm:hidden">
                  {person.state === "active" ? "Active" : <State state={person.state} />}
                </Cell>
                <Cell className="whitespace-nowrap text-text-quiet max-sm:hidden">
                  {person.lastSeenAt ? <RelativeTime iso={person.lastSeenAt} /> : "Never"}
                </Cell>
                <Cell className="w-12 py-1 text-right">
                  {person.role !== "owner" && person.id !== meId && (
                    <PersonMenu
                      person={person}
                      isBusy={isBusy}
                      onLink={() => makeLink(person)}
                      onRole={(role) =>
                        change(
                          person,
                          { role },
                          `${person.name || person.email} is now ${role === "admin" ? "an administrator" : "a member"}.`,
                        )
                      }
                      onEnable={() =>
                        change(person, { state: "active" }, `${person.name || person.email} may sign in again.`)
                      }
                      onDisable={() => {
                        clear();
                        setToDisable(person);
                      }}
                    />
                  )}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {people.length <= 1 && (
        <EmptyState title="You are the only one here" action={invite}>
          Invite the first colleague: you get a link to send them, they choose a password and start. Everybody shares
          the organisation’s budget, and you can give each person one of its own.
        </EmptyState>
      )}
      <InviteDialog
        isOpen={isInviting}
        onClose={() => setIsInviting(false)}
        onInvited={({ person, link }) => {
          setIsInviting(false);
          setShownLink({ link, name: person.name || person.email, kind: "invite" });
          router.refresh();
        }}
      />
      <LinkDialog shown={shownLink} onClose={() => setShownLink(null)} />
      <Dialog
        isOpen={toDisable !== null}
        onClose={() => setToDisable(null)}
        width="narrow"
        title={`Disable ${toDisable?.name || toDisable?.email || ""}?`}
        footer={
          <>
            <Button onClick={() => setToDisable(null)}>Cancel</Button>
            <Button
              tone="danger"
              isBusy={isBusy}
              onClick={() =>
                toDisable &&
                change(
                  toDisable,
                  { state: "disabled" },
                  `${toDisable.name || toDisable.email} was disabled and signed out.`,
                )
              }
            >
              Disable
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <p className="text-text-quiet">
            They are signed out everywhere at once and cannot sign in. Their chats are kept, and you can enable them
            again at any time.
          </p>
          <FailureNote failure={failure} />
        </div>
      </Dialog>
    </>
  );
}

function State({ state }: { state: PersonStateName }) {
  return state === "active" ? null : <Badge tone={STATES[state].tone}>{STATES[state].word}</Badge>;
}
