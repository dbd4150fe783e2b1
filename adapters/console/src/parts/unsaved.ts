/** What was typed is not left by a slip: a link, a key, a reload, a closed window. */

import { onScopeDispose } from "vue";

import { goesOn } from "@/parts/doing";
import { beforeLeaving } from "@/parts/leaving";
import type { Data } from "@/parts/step";
import { session } from "@/session/session";
import { t } from "@/texts";

function isFilled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : (value ?? "") !== "";
}

/** Whether a field holds something, of those that the form does not fill in by itself. */
export function isTyped(data: Data, given: ReadonlySet<string> = new Set()): boolean {
  return Object.entries(data).some(([name, value]) => !given.has(name) && isFilled(value));
}

let asking: Promise<boolean> | undefined;

/** Whether what was typed may go. Whoever wants to go again meanwhile has the answer to the same question. */
export function mayGo(): Promise<boolean> {
  asking ??= goesOn(t("general.leave"), t("general.leave-yes"), t("general.stay")).finally(() => (asking = undefined));
  return asking;
}

/** Asks before the page is left while something is `typed`. Whoever is logged out is not asked. */
export function useUnsaved(typed: () => boolean): void {
  beforeLeaving(() => !typed() || session.session === null || mayGo());
  // Browsers ask in words of their own.
  const ask = (event: BeforeUnloadEvent) => {
    if (typed()) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  onScopeDispose(() => window.removeEventListener("beforeunload", ask));
}
