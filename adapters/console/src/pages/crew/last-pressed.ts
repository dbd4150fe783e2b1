/** Of which job something was pressed last on this device: it is the one in hand, whoever's crew it is with. */

import { ref } from "vue";

const kStored = "gongdan.crew.last";

/** Id of a ticket; "" = none. */
export const lastPressed = ref(globalThis.localStorage?.getItem(kStored) ?? "");

export function notePressed(id: string): void {
  lastPressed.value = id;
  localStorage.setItem(kStored, id);
}
