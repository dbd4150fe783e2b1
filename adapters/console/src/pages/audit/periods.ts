/** Periods that people ask for, as days of China: "2026-11-30", both ends included. */

export const kPeriods = ["today", "week", "month", "last-month", "all"] as const;
export type Period = (typeof kPeriods)[number];

export interface Days {
  /** "" = as far back as there are tickets. */
  from: string;
  to: string;
}

const kDayMs = 86_400_000;

/** Days are counted in UTC here, where each has 24 hours. */
function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * kDayMs).toISOString().slice(0, 10);
}

export function daysOf(period: Period, today: string): Days {
  const first = `${today.slice(0, 8)}01`;
  switch (period) {
    case "today":
      return { from: today, to: today };
    case "week":
      return { from: shifted(today, -6), to: today };
    case "month":
      return { from: first, to: today };
    case "last-month": {
      const last = shifted(first, -1);
      return { from: `${last.slice(0, 8)}01`, to: last };
    }
    case "all":
      return { from: "", to: "" };
  }
}

/** The period that these days are, if they are one. */
export function periodOf(days: Days, today: string): Period | undefined {
  return kPeriods.find((period) => {
    const its = daysOf(period, today);
    return its.from === days.from && its.to === days.to;
  });
}
