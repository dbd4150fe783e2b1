/** The pages, who sees them, and where they stand in the menu: the router and the menu both read this one table. */

import type { Component } from "vue";

import type { Operation } from "@/api/client";
import { mayOpenTickets } from "@/pages/new-ticket/openable";
import { hasRole, kOutside, may, type Role } from "@/session/session";

export interface Page {
  path: string;
  name: string;
  /** Text id of the menu entry and the window's title. */
  title: string;
  /** Name of an icon of @element-plus/icons-vue; without one the page is not in the menu. */
  icon?: string;
  /** Whose work it is; absent = everybody's. */
  roles?: Role[];
  /** Any of these operations, without which there is nothing to do there. */
  needs?: Operation[];
  /** Where these begin on a phone. */
  startOnPhone?: Role[];
  /** Beside roles: what only the loaded catalog knows. */
  when?: () => boolean;
  component: () => Promise<Component>;
}

export const pages: Page[] = [
  {
    path: "/manage",
    name: "manage",
    title: "page.manage",
    icon: "DataBoard",
    roles: ["foreman", "district_manager", "county_dept", "leader"],
    component: () => import("@/pages/manage/ManagerPage.vue"),
  },
  {
    path: "/board",
    name: "board",
    title: "page.board",
    icon: "Grid",
    component: () => import("@/pages/board/BoardPage.vue"),
  },
  {
    path: "/crew",
    name: "crew",
    title: "page.crew",
    icon: "Van",
    roles: kOutside,
    startOnPhone: kOutside,
    component: () => import("@/pages/crew/CrewPage.vue"),
  },
  {
    path: "/tickets/new",
    name: "new-ticket",
    title: "page.new-ticket",
    icon: "Plus",
    when: mayOpenTickets,
    component: () => import("@/pages/new-ticket/NewTicketPage.vue"),
  },
  {
    path: "/tickets/:id",
    name: "ticket",
    title: "page.ticket",
    component: () => import("@/pages/ticket/TicketPage.vue"),
  },
  {
    path: "/filings",
    name: "filings",
    title: "page.filings",
    icon: "Umbrella",
    needs: ["make-filing", "approve-filing", "list-findings"],
    component: () => import("@/pages/manage/FilingsPage.vue"),
  },
  {
    path: "/compliance",
    name: "compliance",
    title: "page.compliance",
    icon: "DataAnalysis",
    needs: ["compliance-report"],
    component: () => import("@/pages/audit/CompliancePage.vue"),
  },
  {
    path: "/findings",
    name: "findings",
    title: "page.findings",
    icon: "Search",
    needs: ["list-findings"],
    component: () => import("@/pages/audit/FindingsPage.vue"),
  },
  {
    path: "/proof",
    name: "proof",
    title: "page.proof",
    icon: "Stamp",
    roles: ["auditor", "admin"],
    component: () => import("@/pages/proof/ProofPage.vue"),
  },
  {
    path: "/roster",
    name: "roster",
    title: "page.roster",
    icon: "Calendar",
    component: () => import("@/pages/roster/RosterPage.vue"),
  },
  {
    path: "/admin",
    name: "admin",
    title: "page.admin",
    icon: "Setting",
    needs: ["list-users"],
    component: () => import("@/pages/admin/AdminPage.vue"),
  },
];

export function mayOpen(page: Page): boolean {
  return (!page.roles || hasRole(...page.roles)) && (!page.needs || may(...page.needs)) && (page.when?.() ?? true);
}

/** As the pages' own styles have it; also when it is held across. */
function onPhone(): boolean {
  return globalThis.matchMedia?.("(max-width: 700px), (max-height: 500px) and (pointer: coarse)").matches ?? false;
}

/** Where somebody begins. */
export function startPage(): string {
  // Whoever only examines begins with what there is to examine.
  if (hasRole("auditor") && !may("open-ticket")) return "/compliance";
  const outside = onPhone() ? pages.find(({ startOnPhone }) => startOnPhone && hasRole(...startOnPhone)) : undefined;
  return outside?.path ?? pages.find(mayOpen)?.path ?? "/board";
}
