"use client";

import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import {
  type ChartColumn,
  describeColumn,
  formatDay,
  labelTicks,
  toColumns,
  toLabelledColumns,
  toTicks,
} from "@/components/reports/chart-columns";
import { ChartTable } from "@/components/reports/chart-table";
import seriesStyles from "@/components/reports/series.module.css";
import { classNames } from "@/components/ui/class-names";
import { formatUsd, toNanoUsd, ZERO_USD } from "@/lib/core/money";
import type { UsageReport, UsageSeries } from "@/lib/reports/views";

const HEIGHT = 200;
const FILLS = [
  "fill-(--series-1)",
  "fill-(--series-2)",
  "fill-(--series-3)",
  "fill-(--series-4)",
  "fill-(--series-5)",
  "fill-(--series-6)",
];
const LABELS_MAX = 6;

/**
 * What was spent on each day, stacked by model. Its title is the question that it answers (`question`: "What did I spend").
 *
 * Values on hover, on touch and by the arrow keys; the same figures as a table below.
 */
export function SpendChart({ report, question }: { report: Pick<UsageReport, "byDay" | "series">; question: string }) {
  const id = useId();
  const [shownIndex, setShownIndex] = useState<number | null>(null);
  const plot = useRef<HTMLDivElement>(null);
  const { unit, columns } = toColumns(report);
  // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint
  const highest = columns.reduce((max, { total }) => (total > max ? total : max), ZERO_USD);
  const ticks = toTicks(highest);
  const labels = labelTicks(ticks);
  const top = ticks.at(-1) ?? ZERO_USD;
  const toHeight = (amount: bigint) => (top === 0n ? 0 : (Number(amount) / Number(top)) * HEIGHT);
  const shown = shownIndex === null ? undefined : columns[shownIndex];

  function point(event: PointerEvent) {
    const box = plot.current?.getBoundingClientRect();
    if (!box) return;
    const index = Math.floor(((event.clientX - box.left) / box.width) * columns.length);
    setShownIndex(Math.max(0, Math.min(columns.length - 1, index)));
  }
  function move(event: KeyboardEvent) {
    const from = shownIndex ?? (event.key === "ArrowLeft" ? columns.length : -1);
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: columns.length - 1 }[event.key];
    if (event.key === "Escape") setShownIndex(null);
    if (to === undefined) return;
    event.preventDefault();
    setShownIndex(Math.max(0, Math.min(columns.length - 1, to)));
  }

  return (
    <figure aria-labelledby={`${id}-title`} className={classNames("flex flex-col gap-4", seriesStyles.series)}>
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id={`${id}-title`} className="text-heading">
          {question} each {unit}?
        </h2>
        {report.series.length > 1 && <Legend series={report.series} />}
      </figcaption>
      <div className="flex">
        <svg
          width="64"
          height={HEIGHT + 16}
          aria-hidden="true"
          className="figures -mt-2 shrink-0 fill-text-quiet text-small"
        >
          {ticks.map((tick, index) => (
            <text key={tick} x="52" y={HEIGHT - toHeight(tick) + 8} textAnchor="end" dominantBaseline="middle">
              {labels[index]}
            </text>
          ))}
        </svg>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, and this groups columns */}
        <div
          ref={plot}
          role="group"
          aria-roledescription="chart"
          aria-label={`${question} each ${unit}? ${columns.length} columns, the arrow keys go through them.`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go through the columns
          tabIndex={0}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => setShownIndex(null)}
          onKeyDown={move}
          onBlur={() => setShownIndex(null)}
          className="relative min-w-0 flex-1 touch-pan-y rounded-small"
        >
          <svg width="100%" height={HEIGHT + 28} aria-hidden="true" className="block overflow-visible">
            {ticks.map((tick) => (
              <line
                key={tick}
                x1="0"
                x2="100%"
                y1={HEIGHT - toHeight(tick)}
                y2={HEIGHT - toHeight(tick)}
                className={tick === 0n ? "stroke-line-strong" : "stroke-line"}
                shapeRendering="crispEdges"
              />
            ))}
            {columns.map((column, index) => (
              <Bar
                key={column.from}
                column={column}
                index={index}
                count={columns.length}
                isShown={index === shownIndex}
                toHeight={toHeight}
              />
            ))}
            <DayLabels columns={columns} />
          </svg>
          {shown && shownIndex !== null && (
            <Values column={shown} series={report.series} index={shownIndex} count={columns.length} />
          )}
        </div>
      </div>
      <p aria-live="polite" className="sr-only">
        {shown && `${describeColumn(shown)}: ${formatUsd(shown.total)}`}
      </p>
      <ChartTable columns={columns} series={report.series} unit={unit} />
    </figure>
  );
}

function Bar({
  column,
  index,
  count,
  isShown,
  toHeight,
}: {
  column: ChartColumn;
  index: number;
  count: number;
  isShown: boolean;
  toHeight: (amount: bigint) => number;
}) {
  const width = 100 / count;
  const barShare = count > 60 ? 0.84 : count > 14 ? 0.72 : 0.5;
  let below = 0n;
  return (
    <g>
      {isShown && (
        <rect x={`${index * width}%`} width={`${width}%`} y="0" height={HEIGHT} className="fill-surface-hover" />
      )}
      {column.amounts.map((amount, series) => {
        const y = HEIGHT - toHeight(below + amount);
        // What cost something is seen: half a pixel at least
        const height = Math.max(toHeight(amount) - (below > 0n ? 1 : 0), amount > 0n ? 0.5 : 0);
        below += amount;
        if (amount === 0n) return null;
        const fill = FILLS[series] ?? "fill-text-quiet";
        return (
          <rect
            key={fill}
            x={`${(index + (1 - barShare) / 2) * width}%`}
            width={`${barShare * width}%`}
            y={y}
            height={height}
            className={fill}
          />
        );
      })}
    </g>
  );
}

function DayLabels({ columns }: { columns: readonly ChartColumn[] }) {
  const width = 100 / columns.length;
  return toLabelledColumns(columns.length, LABELS_MAX).map((index, position) => {
    const day = columns[index]?.from;
    if (!day) return null;
    const isFirst = index === 0 && columns.length > 7;
    return (
      <text
        key={day}
        x={isFirst ? "0" : `${(index + 0.5) * width}%`}
        y={HEIGHT + 20}
        textAnchor={isFirst ? "start" : "middle"}
        // Every other one is left out where they would touch.
        className={classNames("figures fill-text-quiet text-small", position % 2 === 1 && "max-sm:hidden")}
      >
        {formatDay(day)}
      </text>
    );
  });
}

/** The figures of one column, beside it: to its right in the left half of the chart, to its left in the right half. */
function Values({
  column,
  series,
  index,
  count,
}: {
  column: ChartColumn;
  series: readonly UsageSeries[];
  index: number;
  count: number;
}) {
  const isInLeftHalf = index < count / 2;
  const share = isInLeftHalf ? (index + 1) / count : (count - index) / count;
  const distance = `min(${share * 100}% + 8px, 100% - 192px)`;
  const lines = series.flatMap((line, index) => {
    const amount = column.amounts[index] ?? ZERO_USD;
    return amount > 0n ? [{ label: line.label, index, amount: toNanoUsd(amount) }] : [];
  });
  return (
    <div
      style={isInLeftHalf ? { left: distance } : { right: distance }}
      className="pointer-events-none absolute top-0 z-10 w-48 rounded-control bg-surface-overlay px-3 py-2 text-small shadow-overlay"
    >
      <p className="text-text-quiet">{describeColumn(column)}</p>
      <p className="figures text-body font-semibold">{formatUsd(column.total)}</p>
      {lines.length > 1 &&
        lines.map(({ label, index, amount }) => (
          <p key={label} className="mt-1 flex items-center gap-2">
            <Swatch index={index} />
            <span className="min-w-0 flex-1 truncate">{label}</span>
            <span className="figures">{formatUsd(amount)}</span>
          </p>
        ))}
    </div>
  );
}

function Legend({ series }: { series: readonly UsageSeries[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small text-text-quiet">
      {series.map(({ key, label }, index) => (
        <li key={key} className="flex items-center gap-1.5">
          <Swatch index={index} />
          {label}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ index }: { index: number }) {
  return (
    <svg width="8" height="8" aria-hidden="true" className="shrink-0">
      <rect width="8" height="8" rx="2" className={FILLS[index] ?? "fill-text-quiet"} />
    </svg>
  );
}
