"use client";

import { useState } from "react";
import { LimitEditor } from "@/components/admin/limit-editor";
import { BudgetMeter } from "@/components/reports/budget-meter";
import { toBudgetState } from "@/components/reports/budget-state";
import { Badge } from "@/components/ui/badge";
import { Money } from "@/components/ui/money";
import { SearchField } from "@/components/ui/search-field";
import { Section } from "@/components/ui/section";
import { Cell, HeaderCell, Row, Table } from "@/components/ui/table";
import { toDecimalUsd } from "@/lib/core/money";
import type { BudgetView } from "@/lib/spend/views";

/** A person with its budgets, day and month. */
export type PersonBudgets = { personId: string; name: string; email: string; budgets: BudgetView[] };

const SEARCH_FROM = 8;

/** The budgets of the organisation and of each person, each limit to be changed where it stands. */
export function BudgetPage({
  organisation,
  people,
}: {
  organisation: readonly BudgetView[];
  people: readonly PersonBudgets[];
}) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = people.filter(
    ({ name, email }) => name.toLowerCase().includes(wanted) || email.toLowerCase().includes(wanted),
  );
  return (
    <>
      <Section
        title="The whole organisation"
        description="Binds everybody together. Whichever budget is used up first stops the next call."
      >
        <div className="grid gap-x-12 gap-y-8 md:grid-cols-2">
          {organisation.map((budget) => (
            <BudgetMeter
              key={budget.period}
              budget={budget}
              action={<LimitEditor budget={budget} whose="Organisation" />}
            />
          ))}
        </div>
      </Section>
      <Section
        title="Each person"
        description="What one person may spend, on top of the organisation’s budget."
        action={
          people.length > SEARCH_FROM && (
            <div className="w-full sm:w-72">
              <SearchField label="Search by name or email" value={search} onChange={setSearch} />
            </div>
          )
        }
      >
        {found.length === 0 ? (
          <p className="py-8 text-center text-text-quiet">
            {wanted === "" ? "Nobody is here yet." : `Nobody here is called “${search.trim()}”.`}
          </p>
        ) : (
          <Table caption="Budgets of people">
            <thead>
              <tr>
                <HeaderCell>Person</HeaderCell>
                <HeaderCell isNumeric>Spent today</HeaderCell>
                <HeaderCell isNumeric>Limit for a day</HeaderCell>
                <HeaderCell isNumeric>Spent this month</HeaderCell>
                <HeaderCell isNumeric>Limit for a month</HeaderCell>
              </tr>
            </thead>
            <tbody>
              {found.map((person) => (
                <Row key={person.personId}>
                  <Cell className="max-w-64 min-w-40">
                    <p className="truncate font-medium">{person.name || person.email}</p>
                    <p className="truncate text-small text-text-quiet">{person.email}</p>
                  </Cell>
                  {person.budgets.map((budget) => (
                    <BudgetCells key={budget.period} budget={budget} whose={person.name || person.email} />
                  ))}
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </>
  );
}

function BudgetCells({ budget, whose }: { budget: BudgetView; whose: string }) {
  const { tone, word, left } = toBudgetState(budget);
  return (
    <>
      <Cell isNumeric>
        {word && (
          <span className="mr-2">
            <Badge tone={tone === "danger" ? "danger" : "warn"}>{word}</Badge>
          </span>
        )}
        <Money usd={budget.spentUsd} className={budget.spentUsd === "0" ? "text-text-quiet" : ""} />
        {(budget.heldUsd !== "0" || left !== null) && (
          <span className="block text-small text-text-quiet">
            {budget.heldUsd !== "0" && (
              <>
                <Money usd={budget.heldUsd} /> held
              </>
            )}
            {budget.heldUsd !== "0" && left !== null && " · "}
            {left !== null && (
              <>
                <Money usd={toDecimalUsd(left)} /> left
              </>
            )}
          </span>
        )}
      </Cell>
      <Cell isNumeric className="py-1 pr-2">
        <LimitEditor budget={budget} whose={whose} />
      </Cell>
    </>
  );
}
