/**
 * Times as people of a desk write them: 24 hours, China Standard Time, as little as is needed. "14:05" is today's,
 * "昨天 23:50" and "yesterday 23:50" are the day before's, "11-29 23:50" this year's; "1405" will do.
 */

import { dateTime, withZone } from "@/time/time";

const kDayMs = 24 * 3_600_000;
const kMinuteMs = 60_000;

/** Days from today, by the word. */
const kDays: Readonly<Record<string, number>> = {
  "": 0,
  今天: 0,
  today: 0,
  昨天: -1,
  yesterday: -1,
  前天: -2,
  明天: 1,
  tomorrow: 1,
};

const kClock = /^(\d{1,2}):?(\d{2})(?::?(\d{2}))?$/;
const kDate = /^(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})$/;

const two = (n: number | string) => String(n).padStart(2, "0");

/** Full-width signs of a Chinese keyboard, and one blank between day and time. */
function plain(text: string): string {
  return text
    .replace(/：/g, ":")
    .replace(/－|—/g, "-")
    .replace(/[\s　]+/g, " ")
    .replace(/^(今天|昨天|前天|明天) ?/, "$1 ")
    .trim()
    .toLowerCase();
}

function clockOf(text: string): string | undefined {
  const [, hour, minute, second = "0"] = kClock.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const sound = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return sound ? `${two(hour)}:${minute}:${two(second)}` : undefined;
}

function dateOf(text: string, nowMs: number): string | undefined {
  const shift = kDays[text];
  if (shift !== undefined) return dateTime(nowMs + shift * kDayMs).slice(0, 10);
  const [, year, month, day] = kDate.exec(text) ?? [];
  if (month === undefined || day === undefined) return undefined;
  const date = `${year ?? dateTime(nowMs).slice(0, 4)}-${two(month)}-${two(day)}`;
  const at = Date.parse(`${date}T00:00:00Z`);
  // The 31st of November would become the 1st of December.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date) ? date : undefined;
}

const kRfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** NaN for what is no time of RFC 3339: a browser takes "8" for August. */
export const instantOf = (at: string | undefined) => (at !== undefined && kRfc3339.test(at) ? Date.parse(at) : NaN);

/** As the API wants it (RFC 3339, +08:00); undefined when it is no time. */
export function typedTime(text: string, nowMs: number): string | undefined {
  const written = plain(text).replace(/^(\d{4}-\d{1,2}-\d{1,2})t/, "$1 ");
  const gap = written.lastIndexOf(" ");
  const date = dateOf(gap < 0 ? "" : written.slice(0, gap), nowMs);
  const clock = clockOf(written.slice(gap + 1));
  return date && clock ? withZone(`${date}T${clock}`) : undefined;
}

/** As one would write it: without what is as of today, seconds only where there are some. */
export function shownTime(at: string, nowMs: number): string {
  const ms = instantOf(at);
  if (Number.isNaN(ms)) return at;
  const [date = "", clock = ""] = dateTime(ms).split(" ");
  const time = clock.endsWith(":00") ? clock.slice(0, 5) : clock;
  return date === dateTime(nowMs).slice(0, 10) ? time : `${date} ${time}`;
}

/** So many minutes later, on the whole minute; of nothing, from now. */
export function movedTime(at: string | undefined, minutes: number, nowMs: number): string {
  const given = instantOf(at);
  const from = Number.isNaN(given) ? nowMs : given;
  return withZone(dateTime(Math.floor(from / kMinuteMs) * kMinuteMs + minutes * kMinuteMs).replace(" ", "T"));
}
