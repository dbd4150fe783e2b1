/** The sentence of a finding as people read it. */

import type { Schemas } from "@/api/client";
import { personName } from "@/catalog/catalog";
import { inLanguage } from "@/texts";
import { readTimes } from "@/time/time";

/** Whom it concerns by name, times as people write them: the server's sentence holds the account and RFC 3339. */
export function findingWords({ text, person }: Pick<Schemas["Finding"], "text" | "person">): string {
  const words = readTimes(inLanguage(text));
  if (!person) return words;
  const account = person.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return words.replace(new RegExp(`(?<![\\w.-])${account}(?![\\w.-])`), () => personName(person));
}
