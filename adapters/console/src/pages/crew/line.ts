/** Whether a crew has a line, as far as the phone can tell. */

import { computed, ref } from "vue";

import { line } from "@/api/live";
import { session } from "@/session/session";

const unplugged = ref(!navigator.onLine);
for (const event of ["online", "offline"]) window.addEventListener(event, () => (unplugged.value = !navigator.onLine));

export const offline = computed(() => unplugged.value || session.fromPhone || line.state.value === "broken");
