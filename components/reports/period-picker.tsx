"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { TextField } from "@/components/ui/text-field";
import { isAppError } from "@/lib/core/errors";
import {
  addDays,
  findPreset,
  PERIOD_PRESETS,
  type Period,
  type PeriodPreset,
  parsePeriod,
  toPeriod,
} from "@/lib/reports/period";

const NAMES: Record<PeriodPreset, string> = {
  today: "Today",
  "7-days": "7 days",
  "30-days": "30 days",
  "this-month": "This month",
  "last-month": "Last month",
};

/** The days that a report covers, kept in the address: a preset is a link, any other range is typed. */
export function PeriodPicker({ path, period, today }: { path: string; period: Period; today: string }) {
  const preset = findPreset(period, today);
  const [isOwn, setIsOwn] = useState(preset === null);
  return (
    <div className="flex flex-col gap-3">
      <nav aria-label="Days of the report" className="-mx-1 flex flex-wrap gap-1 px-1">
        {PERIOD_PRESETS.map((name) => (
          <Link
            key={name}
            href={`${path}?${new URLSearchParams(toPeriod(name, today))}`}
            scroll={false}
            aria-current={name === preset && !isOwn ? "true" : undefined}
            onClick={() => setIsOwn(false)}
            className={chipClass(name === preset && !isOwn)}
          >
            {NAMES[name]}
          </Link>
        ))}
        <button type="button" aria-expanded={isOwn} onClick={() => setIsOwn(!isOwn)} className={chipClass(isOwn)}>
          Choose days
        </button>
      </nav>
      {isOwn && <OwnPeriod path={path} period={period} today={today} />}
    </div>
  );
}

function chipClass(isChosen: boolean): string {
  return classNames(
    "inline-flex min-h-8 items-center rounded-control px-3 font-medium whitespace-nowrap transition-colors touch:min-h-11",
    isChosen ? "bg-surface-hover text-text" : "text-text-quiet hover:bg-surface-raised hover:text-text",
  );
}

function OwnPeriod({ path, period, today }: { path: string; period: Period; today: string }) {
  const router = useRouter();
  const [isLoading, startTransition] = useTransition();
  const [values, setValues] = useState(period);
  const [error, setError] = useState<{ field: unknown; message: string } | null>(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    try {
      const chosen = parsePeriod(values, today);
      setError(null);
      startTransition(() => router.push(`${path}?${new URLSearchParams(chosen)}`, { scroll: false }));
    } catch (failure) {
      if (!isAppError(failure, "invalid-input")) throw failure;
      setError({ field: failure.facts.field, message: failure.message });
    }
  }
  const field = (name: "from" | "to") => ({
    type: "date",
    name,
    min: "2000-01-01",
    max: addDays(today, 366),
    value: values[name],
    error: error?.field === name ? error.message : undefined,
    onChange: (event: { target: { value: string } }) => setValues((old) => ({ ...old, [name]: event.target.value })),
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-start gap-3">
      <div className="w-44">
        <TextField label="First day" className="figures" {...field("from")} />
      </div>
      <div className="w-44">
        <TextField label="Last day" className="figures" {...field("to")} />
      </div>
      <Button type="submit" isBusy={isLoading} className="mt-6.5 min-h-9">
        Show
      </Button>
    </form>
  );
}
