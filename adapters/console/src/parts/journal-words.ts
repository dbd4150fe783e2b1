/** What an event of the journal says, in the reader's words. */

import type { JournalEvent } from "@/api/client";
import {
  accountBehind,
  clockTitle,
  eventTitle,
  fieldTitle,
  findField,
  personName,
  roleTitle,
  stateTitle,
  useCatalog,
} from "@/catalog/catalog";
import { choiceLabel } from "@/parts/field-choices";
import { beside, listed, said, t } from "@/texts";
import { limitWords } from "@/time/limit-words";
import { dateTime, duration } from "@/time/time";

export interface Words {
  title: string;
  /** Who did it; empty for what the engine did. */
  who: string;
  /** His account, where `who` says another name. */
  account: string | undefined;
  /** What came with it, one line each. */
  details: string[];
}

/** What other tickets and filings do to this one: noted without a step. */
const kNoted = new Set(["child-closed", "child-merged", "child-opened", "exempted", "exemption-ended"]);

/** As workflows call the field that names a clock of theirs. */
const kClock = "clock";

const text = (value: unknown) => (typeof value === "string" ? value : "");

export function fieldWords(workflow: string, name: string, value: unknown): string {
  const field = findField(workflow, name);
  if (name === kClock) return clockTitle(workflow, text(value));
  if (!field) return String(value ?? "");
  if (field.type === "time") return value ? dateTime(String(value)) : "";
  if (field.type === "duration") return limitWords(text(value));
  if (field.type === "bool") return value ? t("field.yes") : t("field.no");
  if (Array.isArray(value)) return listed(value.map((one) => choiceLabel(field, one)));
  return choiceLabel(field, value);
}

function dataLines(workflow: string, event: JournalEvent): string[] {
  const data = (event.data ?? {}) as Record<string, unknown>;
  const order = (useCatalog().workflows[workflow]?.fields ?? []).map(({ name }) => name);
  const sorted = Object.entries(data).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  return sorted.map(([name, value]) => said(fieldTitle(workflow, name), fieldWords(workflow, name, value)));
}

function clockLine(event: JournalEvent): string[] {
  if (event.type === "clock.stopped") {
    const took = t("journal.took", { time: duration(Number(event.elapsed_s)) });
    return event.breached ? [took, t("clock.over", { time: duration(Number(event.overdue_s)) })] : [took];
  }
  if (event.due_at) return [t("journal.due", { time: dateTime(text(event.due_at)) })];
  return event.reason ? [text(event.reason)] : [];
}

function caseWords(workflow: string, event: JournalEvent): string {
  if (event.type === "case.opened") return t("journal.opened");
  if (event.type === "case.moved" && event.from !== event.to) {
    const step = eventTitle(workflow, text(event.event));
    return said(step, `${stateTitle(workflow, text(event.from))} → ${stateTitle(workflow, text(event.to))}`);
  }
  if (event.event) return eventTitle(workflow, text(event.event));
  if (kNoted.has(text(event.effect))) return t(`journal.effect-${text(event.effect)}`);
  return event.text || event.comment ? t("journal.comment") : t("journal.noted");
}

function details(workflow: string, event: JournalEvent): string[] {
  const [kind] = event.type.split(".");
  if (kind === "clock") return clockLine(event);
  if (event.type === "escalation.raised") {
    const people = listed((event.people as string[]).map(personName));
    return [t("journal.told", { people: people || t("journal.nobody") })];
  }
  return [text(event.text || event.comment), text(event.child_number), ...dataLines(workflow, event)].filter(Boolean);
}

function title(workflow: string, event: JournalEvent): string {
  const [kind, what] = event.type.split(".");
  if (kind === "case") return event.type === "case.merged" ? t("journal.merged") : caseWords(workflow, event);
  if (kind === "clock") return t(`journal.clock-${what}`, { clock: clockTitle(workflow, text(event.clock)) });
  if (event.type === "escalation.raised") return t("journal.raised", { level: Number(event.level) });
  if (event.type === "escalation.acknowledged") return t("journal.acknowledged");
  if (event.type === "finding.raised") return t("journal.finding");
  return event.type;
}

export function journalWords(workflow: string, event: JournalEvent): Words {
  const actor = personName(text(event.actor));
  const role = event.role ? roleTitle(text(event.role)) : "";
  return {
    title: title(workflow, event),
    who: actor && role ? beside(actor, role) : actor,
    account: accountBehind(text(event.actor)),
    details: details(workflow, event),
  };
}
