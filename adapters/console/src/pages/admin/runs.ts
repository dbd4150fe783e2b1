/** Days in a row as one: people read "02-10 – 02-17", not eight dates. */

const kDayMs = 86_400_000;

/** `days` as "2026-02-10", ascending → first and last day of each run. */
export function runs(days: readonly string[]): [first: string, last: string][] {
  const found: [string, string][] = [];
  for (const day of days) {
    const open = found.at(-1);
    if (open && Date.parse(day) - Date.parse(open[1]) === kDayMs) open[1] = day;
    else found.push([day, day]);
  }
  return found;
}
