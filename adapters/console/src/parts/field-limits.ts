/** Limits of a field's own, as the workflow gives them: said before the server has to. */

import type { Field } from "@/catalog/catalog";
import type { Data } from "@/parts/step";
import { inLanguage, t } from "@/texts";
import { dateTime } from "@/time/time";
import { limitFault } from "@/time/typed-limit";
import { instantOf } from "@/time/typed-time";

/** What may be written into a number, in signs that both languages read; empty when anything may. */
export function rangeHint({ min, max }: Pick<Field, "min" | "max">): string {
  if (min !== undefined && max !== undefined) return `${min} – ${max}`;
  if (min !== undefined) return `≥ ${min}`;
  return max !== undefined ? `≤ ${max}` : "";
}

function rangeFault({ min, max }: Field, value: unknown): string | undefined {
  const number = value === undefined || value === "" ? NaN : Number(value);
  if (min !== undefined && number < min) return t("field.least", { min });
  if (max !== undefined && number > max) return t("field.most", { max });
  return undefined;
}

function durationFault({ type }: Field, value: unknown): string | undefined {
  const fault = type === "duration" && typeof value === "string" ? limitFault(value) : undefined;
  return fault && t(`field.limit-${fault}`);
}

const timeOf = (value: unknown) => (typeof value === "string" ? instantOf(value) : NaN);

/** Of two times in the wrong order the fault stands at the one that is given. */
function orderFault(field: Field, earlier: Field, given: Data, stored: Data): [string, string] | undefined {
  const itself = given[field.name] !== undefined;
  if (!itself && given[earlier.name] === undefined) return undefined;
  const to = timeOf(given[field.name] ?? stored[field.name]);
  const from = timeOf(given[earlier.name] ?? stored[earlier.name]);
  if (!(to <= from)) return undefined;
  return itself
    ? [field.name, t("field.after", { other: inLanguage(earlier.title, earlier.name), time: dateTime(from) })]
    : [earlier.name, t("field.before", { other: inLanguage(field.title, field.name), time: dateTime(to) })];
}

/** By field: which limit `given` breaks, laid over what the ticket holds. */
export function limitFaults(fields: readonly Field[], given: Data, stored: Data = {}): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const field of fields) {
    const range = rangeFault(field, given[field.name]) ?? durationFault(field, given[field.name]);
    if (range) faults[field.name] = range;
    const earlier = fields.find(({ name }) => name === field.after);
    const order = earlier && orderFault(field, earlier, given, stored);
    if (order) faults[order[0]] = order[1];
  }
  return faults;
}
