/** What the server would refuse of a form, as far as its fields themselves tell. */

import type { Field } from "@/catalog/catalog";
import { limitFaults } from "@/parts/field-limits";
import { missing, type Data } from "@/parts/step";
import { wrongTelephones } from "@/parts/telephone";
import { t } from "@/texts";

/** By field: what is wrong with `given`, laid over what the ticket holds. A field that is empty says only that. */
export function foreseenFaults(
  fields: readonly Field[],
  required: readonly string[],
  given: Data,
  stored: Data = {},
): Record<string, string> {
  const telephones = wrongTelephones(given).map((name) => [name, t("field.phone")]);
  const empty = missing(required, given).map((name) => [name, t("field.required")]);
  return { ...limitFaults(fields, given, stored), ...Object.fromEntries([...telephones, ...empty]) };
}
