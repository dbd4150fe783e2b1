/** What the server knows while a form is filled in, and what it proposes: asked a moment after the last key. */

import { computed, onScopeDispose, ref, watch, type Ref } from "vue";

import { useCatalog } from "@/catalog/catalog";
import {
  addressOf,
  kNothing,
  questionOf,
  suggestedAreas,
  whatIsKnown,
  withKin,
  type AreaSuggestion,
  type Known,
  type Suggested,
} from "@/pages/new-ticket/known";
import { tellRefusal } from "@/parts/refusals";
import type { Data } from "@/parts/step";
import { t } from "@/texts";

const kGatherMs = 300;

/** Fills in what is proposed unless somebody has written something else there, or cleared what was proposed before. */
export function proposal(data: Data, field: string, value: string | undefined, before: unknown): Data {
  return value && data[field] === before ? { ...data, [field]: value } : data;
}

/** Takes back what was proposed unless somebody has written something else there. */
export function withdrawal(data: Data, field: string, before: unknown): Data {
  return data[field] !== undefined && data[field] === before ? { ...data, [field]: undefined } : data;
}

function sameFlags(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? []) === JSON.stringify(other ?? []);
}

export function useKnown(workflow: Ref<string>, data: Ref<Data>, has: (field: string) => boolean) {
  const known = ref<Known>(kNothing);
  const byAddress = ref<AreaSuggestion[]>([]);
  const suggested = computed(() => withKin(byAddress.value, known.value.items));
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
    byAddress.value = areas;
    takeFlags(matters.flags);
  }

  /** What earlier tickets say of the area goes before what it says of itself. */
  function siteOf(area: unknown): string | undefined {
    const suggestion = suggested.value.find((one) => one.area === area);
    const known = useCatalog().areas.find(({ id }) => id === area);
    return (suggestion?.site_class ?? known?.site_class) || undefined;
  }

  /** The area brings its station, and proposes a site class: that belongs to the site. Without it both go. */
  function follow(area: unknown): void {
    const before = { station: station.value, site_class: site.value };
    station.value = useCatalog().areas.find(({ id }) => id === area)?.station;
    site.value = siteOf(area);
    const change = (to: Data, field: string, value: string | undefined, old: unknown) =>
      area === undefined ? withdrawal(to, field, old) : proposal(to, field, value, old);
    let next = data.value;
    if (has("station")) next = change(next, "station", station.value, before.station);
    if (has("site_class")) next = change(next, "site_class", site.value, before.site_class);
    if (next !== data.value) data.value = next;
  }

  /** The one that is taken already is taken back. */
  function take({ area }: Suggested): void {
    data.value = { ...data.value, area: data.value.area === area ? undefined : area };
  }

  /** By field: that what stands there was proposed. */
  const proposed = computed<Record<string, string>>(() => ({
    ...(site.value && data.value.site_class === site.value ? { site_class: t("area.proposed-site") } : {}),
    ...(flags.value.length > 0 && sameFlags(data.value.flags, flags.value) ? { flags: t("flags.proposed") } : {}),
  }));

  watch(() => data.value.area, follow);
  watch(workflow, () => {
    known.value = kNothing;
    byAddress.value = [];
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
