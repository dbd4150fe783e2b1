/** The roster as a grid: a line for each person who serves (or each duty), a column for each day, gaps of each day. */

import type { Schemas } from "@/api/client";
import type { DutySpan } from "@/pages/roster/duty-table";

export type RosterGap = Schemas["RosterGapList"]["items"][number];

const kDayMs = 86_400_000;

interface Stretch {
  from: string;
  to: string;
}

export interface PersonLine {
  person: string;
  name: string;
  /** For each day the spans that touch it. */
  days: DutySpan[][];
}

export function touches({ from, to }: Stretch, date: string): boolean {
  const start = Date.parse(`${date}T00:00:00+08:00`);
  return Date.parse(from) < start + kDayMs && Date.parse(to) > start;
}

/** Lines by name; nobody who does not serve. */
export function peopleGrid(spans: readonly DutySpan[], days: readonly string[]): PersonLine[] {
  const lines = new Map<string, PersonLine>();
  for (const span of spans) {
    if (span.person === null) continue;
    const line = lines.get(span.person) ?? {
      person: span.person,
      name: span.name ?? span.person,
      days: days.map(() => []),
    };
    days.forEach((date, column) => {
      if (touches(span, date)) line.days[column]!.push(span);
    });
    lines.set(span.person, line);
  }
  return [...lines.values()].sort((one, other) => one.name.localeCompare(other.name, "zh"));
}

/** How many gaps touch each day. */
export function gapsOf(gaps: readonly RosterGap[], days: readonly string[]): RosterGap[][] {
  return days.map((date) => gaps.filter((gap) => touches(gap, date)));
}

export type Period = "week" | "month";

/** The days of the week (from Monday) or month in which `date` lies, `steps` periods later. */
export function periodDays(date: string, period: Period, steps: number): string[] {
  const at = new Date(`${date}T00:00:00Z`);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const monday = day - ((at.getUTCDay() + 6) % 7);
  const first = period === "week" ? Date.UTC(year, month, monday + 7 * steps) : Date.UTC(year, month + steps, 1);
  const after =
    period === "week" ? Date.UTC(year, month, monday + 7 * steps + 7) : Date.UTC(year, month + steps + 1, 1);
  return Array.from({ length: (after - first) / kDayMs }, (_, n) =>
    new Date(first + n * kDayMs).toISOString().slice(0, 10),
  );
}
