/** Which columns of a wide table are shown. What is not shown is named, and chosen by the reader; his browser keeps it. */

import { computed, ref, type ComputedRef } from "vue";

import type { Column, Sheet } from "@/pages/audit/report";

/** So many stand side by side on a small office screen. */
const kSideBySide = 12;
/** What one looks at last: of a wide table not shown unless it is asked for. */
const kSeldom = ["cancelled", "unclear", "exempt", "corrected", "rate_exempted", "median", "p90", "maximum"];
const kStored = "gongdan.report-columns";

/** Nothing when nothing was chosen yet, or the browser holds something else. */
function storedHidden(): string[] | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(kStored) ?? "null");
    return Array.isArray(stored) ? stored.map(String) : undefined;
  } catch {
    return undefined;
  }
}

/** One choice for all tables. */
const chosenHidden = ref(storedHidden());

/** `columns` without those hidden; a table that is narrow enough shows all. */
export function shownOf<Some extends Pick<Column, "id">>(columns: readonly Some[], hidden: readonly string[]): Some[] {
  return columns.length <= kSideBySide ? [...columns] : columns.filter(({ id }) => !hidden.includes(id));
}

export interface ColumnChoice {
  /** Those that may be hidden: the numbers of a wide table. */
  offered: ComputedRef<Column[]>;
  shown: ComputedRef<Column[]>;
  hidden: ComputedRef<Column[]>;
  choose(ids: string[]): void;
}

/** `isNumber`: what a row is about is always shown. */
export function useColumns(sheet: () => Sheet, isNumber: (id: string) => boolean): ColumnChoice {
  const all = computed(() => sheet().columns.filter(({ id }) => id !== "key"));
  const hiding = computed(() => chosenHidden.value ?? kSeldom);
  const shown = computed(() => shownOf(all.value, hiding.value));
  const offered = computed(() =>
    all.value.length <= kSideBySide ? [] : all.value.filter(({ id }) => isNumber(id) || hiding.value.includes(id)),
  );
  return {
    offered,
    shown,
    hidden: computed(() => all.value.filter((column) => !shown.value.includes(column))),
    choose(ids) {
      const here = offered.value.map(({ id }) => id);
      const elsewhere = hiding.value.filter((id) => !here.includes(id));
      chosenHidden.value = [...elsewhere, ...here.filter((id) => !ids.includes(id))];
      localStorage.setItem(kStored, JSON.stringify(chosenHidden.value));
    },
  };
}
