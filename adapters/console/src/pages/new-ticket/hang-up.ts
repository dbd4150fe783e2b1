/** When the caller hung up: the clocks of a fault begin there. */

import { ref, watch, type Ref } from "vue";

import { goesOn } from "@/parts/doing";
import type { Data } from "@/parts/step";
import { t } from "@/texts";
import { serverNow } from "@/time/server-clock";
import { dateTime, useNow, withZone } from "@/time/time";
import { instantOf } from "@/time/typed-time";

const kField = "hangup_at";
/** A wrong year would call everybody out of bed. */
const kLongAgoMs = 24 * 3_600_000;

/** He hangs up when the ticket is saved, as long as nobody says otherwise: what stands there goes with the clock. */
export function useHangUp(data: Ref<Data>, has: (field: string) => boolean) {
  const own = ref<string>();
  const present = () => withZone(dateTime(serverNow()).replace(" ", "T"));

  /** What a new form holds. */
  function begun(): Data {
    own.value = has(kField) ? present() : undefined;
    return own.value ? { [kField]: own.value } : {};
  }

  watch(useNow(), () => {
    if (!has(kField) || data.value[kField] !== own.value) return;
    own.value = present();
    data.value = { ...data.value, [kField]: own.value };
  });

  /** Asks when it is long ago. */
  async function isMeant(): Promise<boolean> {
    const at = instantOf(data.value[kField] as string | undefined);
    return !(serverNow() - at > kLongAgoMs) || goesOn(t("new.long-ago", { time: dateTime(at) }));
  }

  return { begun, isMeant };
}
