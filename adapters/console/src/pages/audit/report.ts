/** What the compliance report says, made ready to be read. Counts are whole, times seconds, rates percent as text. */

import { api, asked, type Schemas } from "@/api/client";
import { clockTitle, fieldValue, workflowTitle } from "@/catalog/catalog";
import { inLanguage, t } from "@/texts";
import { limitWords } from "@/time/limit-words";
import { dateTime, duration, readTimes } from "@/time/time";

export type Report = Schemas["Report"];
export type Row = Record<string, unknown>;

export interface Column {
  id: string;
  title: Schemas["Text"];
}

export interface Sheet {
  title: Schemas["Text"];
  note: Schemas["Text"];
  columns: Column[];
  rows: Row[];
  left_out: number;
}

/** By what the main figures may be divided (query `by`). */
export const kDimensions = ["site_class", "area", "team", "person", "month", "promise"] as const;
export type Dimension = (typeof kDimensions)[number];

export function dimensionTitle(dimension: Dimension): string {
  return t(`report.by-${dimension.replace("_", "-")}`);
}

/** What is asked for; days are of China, both included; absent = as far as there are tickets. */
export interface ReportWish {
  from?: string;
  to?: string;
  by?: string;
  /** The key of a row: the tickets behind it instead. */
  tickets?: string;
}

export async function askReport(query: ReportWish): Promise<Report> {
  return (await asked(api.GET("/api/v1/reports/compliance", { params: { query } }))) as Report;
}

export function sheetOf(report: Report | undefined, id: string): Sheet | undefined {
  return report?.sheets[id] as unknown as Sheet | undefined;
}

const count = (row: Row, column: string) => Number(row[column] ?? 0);

export interface Kept {
  onTime: number;
  missed: number;
  open: number;
  /** 0 to 100; undefined = nothing has ended or run out yet. */
  rate: number | undefined;
}

/** The rows together, as the report counts: on time ÷ (on time + late + open and overdue). */
export function kept(rows: Row[]): Kept {
  const sum = (column: string) => rows.reduce((total, row) => total + count(row, column), 0);
  const onTime = sum("on_time");
  const missed = sum("late") + sum("open_overdue");
  const judged = onTime + missed;
  return { onTime, missed, open: sum("open"), rate: judged > 0 ? (100 * onTime) / judged : undefined };
}

/** "77.78 %"; "–" where there is nothing to divide. */
export function percent(rate: string | number | null | undefined): string {
  if (rate === null || rate === undefined || rate === "") return "–";
  return `${Number(rate)
    .toFixed(2)
    .replace(/\.?0+$/, "")} %`;
}

const kSeconds = /^(average|median|p90|maximum|hop_\w+|elapsed|overdue)(_s)?$/;
const kInstant = /_at$/;

/** Whether a column stands to the right. */
export function isNumber(column: string, rows: Row[]): boolean {
  return /^rate/.test(column) || kSeconds.test(column) || rows.some((row) => typeof row[column] === "number");
}

/** A cell in the reader's words. */
export function cell(row: Row, column: string): string {
  const value = row[column];
  const workflow = String(row.workflow ?? "");
  if (value === null || value === undefined || value === "") return "–";
  if (column === "workflow") return workflowTitle(workflow);
  if (column === "clock") return clockTitle(workflow, String(value));
  if (column === "site_class") return siteClass(workflow, value);
  if (column.startsWith("rate")) return percent(value as string);
  if (kSeconds.test(column) && typeof value === "number") return duration(value);
  if (column === "limit") return limitWords(String(value));
  if (kInstant.test(column)) return dateTime(String(value));
  return readTimes(coded(column, String(value)));
}

/** Of the workflow of the row, or of faults where the row is of several. */
function siteClass(workflow: string, value: unknown): string {
  return fieldValue(workflow || "fault-repair", "site_class", value);
}

/** Columns whose values are words of a closed list. */
const kCoded: Record<string, Record<string, string>> = {
  kept: { yes: "report.yes", no: "report.no" },
  which: { all: "report.which-all", late: "report.which-late" },
  kind: { area: "report.kind-area", line: "report.kind-line" },
  exempt: { yes: "report.yes", no: "report.no" },
  outcome: {
    on_time: "report.outcome-on-time",
    late: "report.outcome-late",
    open: "report.outcome-open",
    open_overdue: "report.outcome-open-overdue",
    cancelled: "report.outcome-cancelled",
    unclear: "report.outcome-unclear",
  },
};

function coded(column: string, value: string): string {
  const id = kCoded[column]?.[value];
  return id ? t(id) : value;
}

/** What a row of the main figures is about, without workflow and clock. */
export function rowName(row: Row, dimension: Dimension): string {
  return row[dimension] ? cell(row, dimension) : t("report.without");
}

export function titleOf(sheet: Sheet): string {
  return inLanguage(sheet.title);
}

/** What narrows a row's key to the tickets that one of its numbers counts; "" = the key alone. */
const kNarrowed: Record<string, string> = {
  count: "",
  tickets: "",
  stopped: "",
  on_time: "outcome=on_time",
  late: "outcome=late",
  open: "outcome=open",
  open_overdue: "outcome=open_overdue",
  cancelled: "outcome=cancelled",
  unclear: "outcome=unclear",
  exempt: "is=exempt",
  corrected: "is=corrected",
  supervised: "is=supervised",
  chased: "is=chased",
  bounced: "is=bounced",
};

/** Query `tickets` for the tickets behind a number; undefined = there are none, or the number counts no tickets. */
export function behind(row: Row, column: string): string | undefined {
  const narrowed = kNarrowed[column];
  if (narrowed === undefined || typeof row.key !== "string" || row.key === "" || !Number(row[column])) return undefined;
  return narrowed === "" ? row.key : `${row.key};${narrowed}`;
}

/** A number of a report that somebody wants to look behind. */
export interface Clicked {
  sheet: Sheet;
  row: Row;
  column: string;
}

/** "2026 年 11 月", "2026-11-01 – 2026-11-30", "全部". */
export function periodWords({ from, to }: ReportWish): string {
  if (!from && !to) return t("report.period-all");
  const [year, month] = (from ?? "").split("-");
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10);
  if (from?.endsWith("-01") && to === last) return t("report.whole-month", { year: year ?? "", month: Number(month) });
  return `${from || "…"} – ${to || "…"}`;
}

/** What the number says that was clicked at: "到场 · 超时 7 件 · 2026 年 11 月 · 故障报修 · 城区". */
export function clickedWords({ sheet, row, column }: Clicked, wish: ReportWish): string {
  const columnTitle = inLanguage(sheet.columns.find(({ id }) => id === column)?.title, column);
  const figure = t("report.figure", { what: columnTitle, n: Number(row[column]) });
  const about = sheet.columns.filter(({ id }) => id !== "key" && id !== "clock" && !isNumber(id, sheet.rows));
  const rest = about.filter(({ id }) => row[id]).map(({ id }) => cell(row, id));
  return [row.clock ? cell(row, "clock") : "", figure, periodWords(wish), ...rest].filter(Boolean).join(" · ");
}

/** Where the report, as asked for, is a file. */
export function exportAddress(wish: ReportWish, format: "csv" | "xlsx" | "html"): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(wish)) if (value) query.set(name, value);
  return `/api/v1/reports/compliance?${query}`;
}
