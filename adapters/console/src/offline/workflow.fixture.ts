/** A workflow for tests. */

import type { Workflow } from "@/catalog/catalog";

const both = (text: string) => ({ zh: text, en: text });
export const step = (event: string, target: string | null, change: object = {}) => ({
  event,
  target,
  title: both(event),
  guarded: false,
  guard_fields: [],
  roles: ["crew"],
  require: [],
  permit: null,
  ask: [],
  effect: null,
  ...change,
});
export const state = (name: string, transitions: object[], change: object = {}) => ({
  name,
  title: both(name),
  parent: "open",
  initial: null,
  compound: false,
  final: false,
  hop: "none",
  transitions,
  ...change,
});

/** As fault-repair: side actions around, a return before what leads on, a job after the last step. */
export const workflow = {
  name: "w",
  states: [
    state("open", [step("suspend", "suspended"), step("chase", null, { effect: "chase" })], {
      parent: null,
      compound: true,
      initial: "sent",
    }),
    state("sent", [step("return", "back", { effect: "bounce" }), step("take", "there")]),
    state("there", [
      step("survey", null),
      step("reply", "done", { require: ["handling"], guarded: true, guard_fields: ["close_code", "handling"] }),
    ]),
    state("back", [step("dispatch", "open", { roles: ["desk"] })]),
    state("suspended", [step("resume", "open.history", { roles: ["desk"] })], { parent: null }),
    state("done", [], { final: true, parent: null }),
  ],
} as unknown as Workflow;
