/** How high a row of the board is, px, as board.css has it: on a phone a row is three lines. */

import { onScopeDispose, ref } from "vue";

/** Of the headings. */
export const kHeadHeight = 28;
const kWide = 44;
const kPhone = 92;

export function useRowHeight() {
  const phone = matchMedia("(max-width: 700px)");
  const height = ref(phone.matches ? kPhone : kWide);
  const turned = () => (height.value = phone.matches ? kPhone : kWide);
  phone.addEventListener("change", turned);
  onScopeDispose(() => phone.removeEventListener("change", turned));
  return height;
}
