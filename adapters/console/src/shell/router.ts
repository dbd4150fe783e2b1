import { createRouter, createWebHistory } from "vue-router";

import { Refusal } from "@/api/client";
import { loadCatalog } from "@/catalog/catalog";
import { tellRefusal, tellWarning } from "@/parts/refusals";
import { resume, session } from "@/session/session";
import { mayOpen, pages, startPage } from "@/shell/pages";
import { t } from "@/texts";

declare module "vue-router" {
  interface RouteMeta {
    /** Text id */
    title?: string;
    /** Shown to those who have not logged in. */
    open?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: "/", redirect: () => startPage() },
    {
      path: "/login",
      name: "login",
      component: () => import("@/session/LoginPage.vue"),
      meta: { open: true, title: "login.title" },
    },
    ...pages.map((page) => ({
      path: page.path,
      name: page.name,
      component: page.component,
      meta: { title: page.title },
      beforeEnter: () => mayOpen(page) || { name: "not-found", replace: true },
    })),
    {
      path: "/:rest(.*)*",
      name: "not-found",
      component: () => import("@/shell/NotFoundPage.vue"),
      meta: { title: "page.not-found" },
    },
  ],
});

/** A page's files did not come. A browser does not ask again for each of them: the page would lack its style. */
let unloaded = false;

const kAskMs = 4_000;
const answers = () =>
  fetch("/healthz", { signal: AbortSignal.timeout(kAskMs) }).then(
    ({ ok }) => ok,
    () => false,
  );

router.beforeEach(async (to) => {
  if (unloaded && (await answers())) {
    location.assign(to.fullPath);
    return false;
  }
  await resume();
  const ready = session.session !== null && !session.session.must_change_password;
  if (to.meta.open) return ready ? { path: startPage() } : true;
  // "/" is resolved before anybody is known: begin where this role begins.
  const anywhere = to.redirectedFrom?.path === "/";
  if (!ready) return { name: "login", query: anywhere ? {} : { to: to.fullPath } };
  await loadCatalog();
  return anywhere && to.path !== startPage() ? { path: startPage() } : true;
});

// Who clicked stays where he is; without a word he would think that nothing happened.
router.onError((cause) => {
  if (cause instanceof Refusal) tellRefusal(cause);
  else {
    unloaded = true;
    tellWarning(t("page.not-loaded"));
  }
});
