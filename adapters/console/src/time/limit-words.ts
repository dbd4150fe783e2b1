/** Limits as people say them: "45min" is 45 分钟, "7wd" 7 个工作日 (core/calendar/limit_words.hpp says the same). */

import { t } from "@/texts";

const kUnits: Record<string, readonly [several: string, one: string]> = {
  s: ["limit.seconds", "limit.seconds"],
  min: ["limit.minutes", "limit.minutes"],
  h: ["limit.hours", "limit.hours"],
  d: ["limit.days", "limit.one-day"],
  wd: ["limit.working-days", "limit.one-working-day"],
  oh: ["limit.office-hours", "limit.one-office-hour"],
};

/** What is no limit stays as it is. */
export function limitWords(written: string | null | undefined): string {
  const [, amount = "", unit = ""] = /^([1-9]\d*)([a-z]+)$/.exec(written ?? "") ?? [];
  const words = kUnits[unit];
  return words ? t(words[amount === "1" ? 1 : 0], { n: amount }) : (written ?? "");
}
