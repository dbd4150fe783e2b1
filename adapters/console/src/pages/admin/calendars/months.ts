/** A year as twelve months of weeks that begin on Monday, each day with its kind. */

import type { Schemas } from "@/api/client";

export type DayKind = Schemas["ChangedDay"]["after"];

export interface DayCell {
  date: string;
  day: number;
  kind: DayKind;
  /** Another kind of day than before. */
  changed: boolean;
}

export interface Month {
  number: number;
  weeks: (DayCell | undefined)[][];
}

type Year = Pick<Schemas["CalendarYear"], "year" | "holidays" | "workdays">;

const kDayMs = 86_400_000;
const kDaysOfWeek = 7;
const kMonths = 12;

function kindOf(date: string, weekend: boolean, year: Year): DayKind {
  // A day in both lists is worked, as the server has it.
  if (year.workdays.includes(date)) return weekend ? "make-up-day" : "working-day";
  if (year.holidays.includes(date)) return "holiday";
  return weekend ? "weekend" : "working-day";
}

function monthOf(year: Year, number: number, changed: ReadonlySet<string>): Month {
  const first = Date.UTC(year.year, number - 1, 1);
  const last = Date.UTC(year.year, number, 0);
  const before = (new Date(first).getUTCDay() + kDaysOfWeek - 1) % kDaysOfWeek;
  const cells: (DayCell | undefined)[] = Array.from({ length: before });
  for (let at = first; at <= last; at += kDayMs) {
    const date = new Date(at).toISOString().slice(0, 10);
    const weekend = cells.length % kDaysOfWeek >= 5;
    cells.push({
      date,
      day: new Date(at).getUTCDate(),
      kind: kindOf(date, weekend, year),
      changed: changed.has(date),
    });
  }
  while (cells.length % kDaysOfWeek !== 0) cells.push(undefined);
  const weeks = Array.from({ length: cells.length / kDaysOfWeek }, (_, week) =>
    cells.slice(week * kDaysOfWeek, (week + 1) * kDaysOfWeek),
  );
  return { number, weeks };
}

export function monthsOf(year: Year, changed: readonly string[] = []): Month[] {
  const marked = new Set(changed);
  return Array.from({ length: kMonths }, (_, month) => monthOf(year, month + 1, marked));
}
