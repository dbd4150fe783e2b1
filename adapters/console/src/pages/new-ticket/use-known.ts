/** What the server knows while a form is filled in, and what it proposes: asked a moment after the last key. */

import { computed, onScopeDispose, ref, watch, type Ref } from "vue";

import {
  addressOf,
  kNothing,
  questionOf,
  suggestedAreas,
  whatIsKnown,
  type AreaSuggestion,
  type Known,
} from "@/pages/new-ticket/known";
import { tellRefusal } from "@/parts/refusals";
import type { Data } from "@/parts/step";
import { t } from "@/texts";

const kGatherMs = 300;

/** Fills in what was proposed unless somebody has written something else there. */
export function proposal(data: Data, field: string, value: string | undefined, before: unknown): Data {
  const untouched = data[field] === undefined || data[field] === before;
  return value && untouched ? { ...data, [field]: value } : data;
}

function sameFlags(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? []) === JSON.stringify(other ?? []);
}

export function useKnown(workflow: Ref<string>, data: Ref<Data>, has: (field: string) => boolean) {
  const known = ref<Known>(kNothing);
  const suggested = ref<AreaSuggestion[]>([]);
  /** What stands in the form because it was proposed. */
  const site = ref<string>();
  const station = ref<string>();
  const flags = ref<string[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const question = computed(() => JSON.stringify([workflow.value, questionOf(data.value)]));

  /** The register's word, as long as nobody has said otherwise. */
  function takeFlags(next: string[]): void {
    if (!has("flags") || !sameFlags(data.value.flags, flags.value) || sameFlags(flags.value, next)) return;
    flags.value = next;
    data.value = { ...data.value, flags: next.length > 0 ? next : undefined };
  }

  async function look(): Promise<void> {
    const asked = question.value;
    const [matters, areas] = await Promise.all([
      whatIsKnown(workflow.value, data.value),
      has("area") ? suggestedAreas(addressOf(data.value)) : [],
    ]);
    // Somebody has typed on: this is the answer to another question.
    if (asked !== question.value) return;
    known.value = matters;
    suggested.value = areas;
    takeFlags(matters.flags);
  }

  function take(suggestion: AreaSuggestion): void {
    let next: Data = { ...data.value, area: suggestion.area };
    if (has("station")) next = proposal(next, "station", suggestion.station, station.value);
    if (has("site_class")) next = proposal(next, "site_class", suggestion.site_class ?? undefined, site.value);
    station.value = suggestion.station;
    site.value = next.site_class === suggestion.site_class ? (suggestion.site_class ?? undefined) : undefined;
    data.value = next;
  }

  /** By field: that what stands there was proposed. */
  const proposed = computed<Record<string, string>>(() => ({
    ...(site.value && data.value.site_class === site.value ? { site_class: t("area.proposed-site") } : {}),
    ...(flags.value.length > 0 && sameFlags(data.value.flags, flags.value) ? { flags: t("flags.proposed") } : {}),
  }));

  watch(workflow, () => {
    known.value = kNothing;
    suggested.value = [];
    site.value = station.value = undefined;
    flags.value = [];
  });
  watch(question, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look().catch(tellRefusal), kGatherMs);
  });
  onScopeDispose(() => clearTimeout(timer));

  return { known, suggested, proposed, take };
}
