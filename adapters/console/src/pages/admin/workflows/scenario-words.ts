/** A scenario as a dispatcher reads it: who does what at which time, what is expected and what came of it. */

import type { JournalEvent, Schemas } from "@/api/client";
import { clockTitle, eventTitle, fieldTitle, roleTitle, stateTitle, workflowTitle } from "@/catalog/catalog";
import { fieldWords } from "@/parts/journal-words";
import { said, t } from "@/texts";
import { limitWords } from "@/time/limit-words";
import { dateTime, duration } from "@/time/time";

export type Scenario = Schemas["Scenario"];
export type Step = Schemas["ScenarioStep"];
export type Played = Schemas["PlayedScenario"];
export type Judged = Schemas["Judged"];

/** Which workflow each ticket of the scenario is of. */
export function workflowsOf(scenario: Scenario): Record<string, string> {
  const opened = scenario.steps.filter(({ command }) => command.op === "open");
  return Object.fromEntries(opened.map(({ command }) => [String(command.ref), String(command.workflow)]));
}

export function commandWords({ command }: Step, workflows: Record<string, string>): string {
  const workflow = workflows[String(command.ref)] ?? "";
  switch (command.op) {
    case "open":
      return t("scenarios.opens", { workflow: workflowTitle(workflow) });
    case "fire":
      return eventTitle(workflow, String(command.event));
    case "calendar":
      return t("scenarios.calendar", { year: String(command.year) });
    default:
      return t(`scenarios.op-${String(command.op)}`);
  }
}

export function dataWords({ command }: Step, workflows: Record<string, string>): string[] {
  const workflow = workflows[String(command.ref)] ?? "";
  const data = (command.data ?? {}) as Record<string, unknown>;
  return Object.entries(data).map(([name, value]) =>
    said(fieldTitle(workflow, name), fieldWords(workflow, name, value)),
  );
}

export function actorWords({ command }: Step): string {
  return command.role ? roleTitle(String(command.role)) : "";
}

/** A value that is expected, or was found, under `key`. */
export function valueWords(workflow: string, key: string, value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? t("field.yes") : t("field.no");
  if (key === "state") return stateTitle(workflow, String(value));
  if (["due", "started", "stopped"].includes(key)) return dateTime(String(value));
  if (key === "limit") return limitWords(String(value));
  if (key.endsWith("_s")) return duration(Number(value));
  if (Array.isArray(value)) return value.length > 0 ? value.map(String).join("；") : t("scenarios.none-of-it");
  return String(value);
}

/** "到达现场：到期" */
export function expectedWords(workflow: string, { clock, key }: Pick<Judged, "clock" | "key">): string {
  const what = t(`scenarios.key-${key}`);
  return clock ? said(clockTitle(workflow, clock), what) : what;
}

/** What the first ticket went through, for the diagram. */
export function journeyOf(scenario: Scenario, played: Played | undefined): JournalEvent[] {
  const first = String(scenario.steps.find(({ command }) => command.op === "open")?.command.ref ?? "");
  const happened = (played?.steps ?? []).flatMap((step) => step.happened) as unknown as JournalEvent[];
  return happened.filter((event) => (event as Record<string, unknown>).ref === first);
}
