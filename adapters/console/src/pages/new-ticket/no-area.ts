/** A job whose area nobody wrote down: whoever sends a crew has to guess which. */

import type { Ref } from "vue";

import { hasAddress } from "@/pages/new-ticket/known";
import { goesOn } from "@/parts/doing";
import type { Data } from "@/parts/step";
import { t } from "@/texts";

/** Asks once, when a crew will be sent to an address and no area is chosen; whoever has said that it is so is not asked again. */
export function useNoArea(data: Ref<Data>, has: (field: string) => boolean) {
  let said = false;

  async function isMeant(): Promise<boolean> {
    if (said || data.value.area || !["area", "team"].every(has) || !hasAddress(has)) return true;
    said = await goesOn(t("new.no-area"), t("new.no-area-yes"), t("new.no-area-no"));
    return said;
  }

  return { isMeant };
}
