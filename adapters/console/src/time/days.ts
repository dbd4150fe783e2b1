/** Days as they are written here, "2026-11-30": such words can be compared as they stand. */

const kShape = /^\d{4}-\d{2}-\d{2}$/;
const kDayMs = 24 * 3_600_000;

const write = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Whether it is a day of the calendar: there is no 31st of November. */
export function isDay(text: string): boolean {
  const ms = kShape.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(ms) && write(ms) === text;
}

export function movedDay(day: string, days: number): string {
  return write(Date.parse(`${day}T00:00:00Z`) + days * kDayMs);
}

/** Both limits belong to it; an empty one is none. */
export function withinDays(day: string, min = "", max = ""): boolean {
  return (min === "" || day >= min) && (max === "" || day <= max);
}
