/** What was typed is not left by a slip: a link, a key, a reload, a closed window. */

import { onScopeDispose, type Ref } from "vue";
import { onBeforeRouteLeave } from "vue-router";

import { meant } from "@/parts/doing";
import type { Data } from "@/parts/step";
import { session } from "@/session/session";
import { t } from "@/texts";

/** The form fills these in by itself. */
const kGiven = new Set(["hangup_at", "area", "site_class", "flags"]);

/** Asks before the page is left with something typed that is not `saved`. Whoever is logged out is not asked. */
export function useUnsaved(data: Ref<Data>, saved: Ref<boolean>): void {
  const typed = () =>
    !saved.value && Object.entries(data.value).some(([name, value]) => !kGiven.has(name) && (value ?? "") !== "");
  onBeforeRouteLeave(() => !typed() || session.session === null || meant(t("new.leave"), t("new.leave-yes")));
  // Browsers ask in words of their own.
  const ask = (event: BeforeUnloadEvent) => {
    if (typed()) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  onScopeDispose(() => window.removeEventListener("beforeunload", ask));
}
