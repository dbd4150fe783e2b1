/** Times as people of the desk read them: China Standard Time, whatever the browser's own zone is (DOMAIN.md §3). */

import { onScopeDispose, readonly, ref } from "vue";

import { t } from "@/texts";
import { serverNow } from "@/time/server-clock";

const kZone = "Asia/Shanghai";
const kMinute = 60;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: kZone,
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

function split(at: string | number | Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
}

/** "2026-11-30 14:04:05" */
export function dateTime(at: string | number | Date): string {
  const p = split(at);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}`;
}

const kInstant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

/** A text of the server with its instants (RFC 3339) as people read them. */
export function readTimes(text: string): string {
  return text.replace(kInstant, dateTime);
}

const dayOf = (p: Record<string, string>) => `${p.year}-${p.month}-${p.day}`;
const clockOf = (p: Record<string, string>) => `${p.hour}:${p.minute}`;
const dayAndClock = (p: Record<string, string>) => `${p.month}-${p.day} ${clockOf(p)}`;

/** "14:04" on `today`, "11-29 14:04" on another day. */
export function shortTime(at: string | number | Date, now: number): string {
  const p = split(at);
  return dayOf(p) === dayOf(split(now)) ? clockOf(p) : dayAndClock(p);
}

/** "08:00 – 10:00" of today, "11-29 08:00 – 10:00" of another day; with both days where they differ, today or not. */
export function timeSpan(from: string | number | Date, to: string | number | Date, now: number): string {
  const [first, last] = [split(from), split(to)];
  if (dayOf(first) !== dayOf(last)) return `${dayAndClock(first)} – ${dayAndClock(last)}`;
  return `${shortTime(from, now)} – ${clockOf(last)}`;
}

/** "2026-11-30" */
export function day(at: string | number | Date): string {
  return dayOf(split(at));
}

/** "2026-11-30T14:04" or with seconds, taken for China Standard Time, as the API wants it. */
export function withZone(local: string): string {
  return `${local.length === 16 ? `${local}:00` : local}+08:00`;
}

/** "3 分钟", "1 小时 5 分钟", "2 天 3 小时": the two greatest units, seconds only below two minutes ("1 分 57 秒"). */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(Math.abs(seconds)));
  if (s < kMinute) return t("time.seconds", { n: s });
  if (s > kMinute && s < 2 * kMinute) return t("time.minute-seconds", { n: s - kMinute });
  const days = Math.floor(s / kDay);
  const hours = Math.floor((s % kDay) / kHour);
  const minutes = Math.floor((s % kHour) / kMinute);
  const shown = [
    days && t("time.days", { n: days }),
    hours && t("time.hours", { n: hours }),
    minutes && days === 0 && t("time.minutes", { n: minutes }),
  ].filter(Boolean);
  return shown.join(" ");
}

const tick = ref(serverNow());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's time in ms, once a second, while the calling component lives. */
export function useNow() {
  tick.value = serverNow();
  users += 1;
  timer ??= setInterval(() => (tick.value = serverNow()), 1000);
  onScopeDispose(() => {
    users -= 1;
    if (users > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
  return readonly(tick);
}
