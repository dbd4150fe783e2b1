/** Spans of duty as a table: a line for each role and station, a column for each day. */

import type { Schemas } from "@/api/client";

export type DutySpan = Schemas["DutySpan"];

export interface DutyLine {
  role: string;
  /** "" = the whole county. */
  station: string;
  /** For each day the spans that begin on it; on the first day also those that began before. */
  days: DutySpan[][];
}

const kDayMs = 86_400_000;

/** `days` as "2026-11-30" in ascending order without holes, in China Standard Time. */
export function dutyTable(spans: readonly DutySpan[], days: readonly string[]): DutyLine[] {
  const lines = new Map<string, DutyLine>();
  const first = Date.parse(`${days[0]}T00:00:00+08:00`);
  for (const span of spans) {
    const column = Math.max(0, Math.floor((Date.parse(span.from) - first) / kDayMs));
    if (column >= days.length) continue;
    const key = `${span.role} ${span.station}`;
    const line = lines.get(key) ?? { role: span.role, station: span.station, days: days.map(() => []) };
    line.days[column]?.push(span);
    lines.set(key, line);
  }
  for (const line of lines.values()) line.days.forEach((cell) => cell.sort((a, b) => a.from.localeCompare(b.from)));
  return [...lines.values()];
}

/** `count` days from `first` on. */
export function daysFrom(first: string, count: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, day) => new Date(start + day * kDayMs).toISOString().slice(0, 10));
}
