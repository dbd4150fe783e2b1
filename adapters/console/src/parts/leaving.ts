/** When a page is left for another one. */

import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router";

/** `may` says whether the page may be left, in the setup of what stands on it. Another ticket is another page, a filter is not. */
export function beforeLeaving(may: () => boolean | Promise<boolean>): void {
  onBeforeRouteLeave(() => may());
  onBeforeRouteUpdate((to, from) => to.path === from.path || may());
}
