/** Light for the day, dark for the night shift; as the system has it until somebody chooses. */

import { ref, watchEffect } from "vue";

const kStored = "gongdan.theme";
const stored = globalThis.localStorage?.getItem(kStored);
const prefersDark = globalThis.matchMedia?.("(prefers-color-scheme: dark)").matches ?? false;

export const dark = ref(stored ? stored === "dark" : prefersDark);

export function toggleDark(): void {
  dark.value = !dark.value;
  localStorage.setItem(kStored, dark.value ? "dark" : "light");
}

watchEffect(() => document.documentElement.classList.toggle("dark", dark.value));
