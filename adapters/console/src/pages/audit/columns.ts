/** Which columns of a wide table are shown. What is not shown is named, and chosen by the reader; his browser keeps it. */

import { computed, reactive, type ComputedRef } from "vue";

import type { Column, Sheet } from "@/pages/audit/report";

/** So many stand side by side on a small office screen. */
const kSideBySide = 12;

/** Tables of figures, and lists of the tickets behind them. */
type Kind = "figures" | "tickets";
/** What one looks at last: of a wide table not shown unless it is asked for. */
const kSeldom: Record<Kind, readonly string[]> = {
  figures: ["cancelled", "unclear", "exempt", "corrected", "rate_exempted", "median", "p90", "maximum"],
  tickets: ["cycle", "opened_at", "started_at", "exempt", "why", "site_class", "team", "person"],
};
const kStored: Record<Kind, string> = { figures: "gongdan.report-columns", tickets: "gongdan.ticket-columns" };

/** Nothing when nothing was chosen yet, or the browser holds something else. */
function storedHidden(kind: Kind): string[] | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(kStored[kind]) ?? "null");
    return Array.isArray(stored) ? stored.map(String) : undefined;
  } catch {
    return undefined;
  }
}

/** One choice for all tables of a kind. */
const chosenHidden = reactive<Record<Kind, string[] | undefined>>({
  figures: storedHidden("figures"),
  tickets: storedHidden("tickets"),
});

export interface ColumnChoice {
  /** Those that may be hidden; none of a table that is narrow enough. */
  offered: ComputedRef<Column[]>;
  shown: ComputedRef<Column[]>;
  hidden: ComputedRef<Column[]>;
  choose(ids: string[]): void;
}

/** `isNumber`: what a row of figures is about is always shown. */
export function useColumns(sheet: () => Sheet, isNumber: (id: string) => boolean): ColumnChoice {
  const all = computed(() => sheet().columns.filter(({ id }) => id !== "key"));
  const kind = computed<Kind>(() => (all.value[0]?.id === "number" ? "tickets" : "figures"));
  const hiding = computed(() => chosenHidden[kind.value] ?? kSeldom[kind.value]);
  const mayHide = (id: string) => (kind.value === "tickets" ? id !== "number" : isNumber(id));
  const offered = computed(() =>
    all.value.length <= kSideBySide ? [] : all.value.filter(({ id }) => mayHide(id) || hiding.value.includes(id)),
  );
  const hidden = computed(() => offered.value.filter(({ id }) => hiding.value.includes(id)));
  return {
    offered,
    hidden,
    shown: computed(() => all.value.filter((column) => !hidden.value.includes(column))),
    choose(ids) {
      const here = offered.value.map(({ id }) => id);
      const elsewhere = hiding.value.filter((id) => !here.includes(id));
      chosenHidden[kind.value] = [...elsewhere, ...here.filter((id) => !ids.includes(id))];
      localStorage.setItem(kStored[kind.value], JSON.stringify(chosenHidden[kind.value]));
    },
  };
}
