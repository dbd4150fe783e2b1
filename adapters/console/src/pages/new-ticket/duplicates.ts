/** Open tickets that may be about the same matter as one that is being written. */

import { api, asked, type Case } from "@/api/client";
import type { Data } from "@/parts/step";

/** What two tickets have in common; `weight`: how much it says. */
const kSigns = [
  { field: "customer_no", weight: 8 },
  { field: "contact_phone", weight: 8 },
  { field: "fault_address", weight: 4 },
  { field: "contact_address", weight: 4 },
  { field: "line", weight: 2 },
  { field: "area", weight: 1 },
] as const;

export type Sign = (typeof kSigns)[number]["field"];

export interface Duplicate {
  ticket: Case;
  signs: Sign[];
}

/** Shorter ones would find half of the board. */
const kLeastLetters = 3;
const kShown = 6;
const kAsked = 20;

function wanted(data: Data): { field: Sign; value: string }[] {
  return kSigns.flatMap(({ field }) => {
    const value = data[field];
    return typeof value === "string" && value.trim().length >= kLeastLetters ? [{ field, value: value.trim() }] : [];
  });
}

async function found(field: Sign, value: string): Promise<Case[]> {
  const query = field === "area" ? { area: value, limit: kAsked } : { q: value, limit: kAsked };
  return (await asked(api.GET("/api/v1/tickets", { params: { query } }))).items;
}

const weightOf = (signs: readonly Sign[]) =>
  kSigns.reduce((sum, { field, weight }) => sum + (signs.includes(field) ? weight : 0), 0);

/** What was found for each sign, as one list: the surest first, the newer first among equals. */
export function ranked(answers: readonly { sign: Sign; tickets: readonly Case[] }[]): Duplicate[] {
  const byId = new Map<string, Duplicate>();
  for (const { sign, tickets } of answers) {
    for (const ticket of tickets) {
      const known = byId.get(ticket.id) ?? { ticket, signs: [] };
      byId.set(ticket.id, { ...known, signs: [...known.signs, sign] });
    }
  }
  return [...byId.values()]
    .sort(
      (one, other) =>
        weightOf(other.signs) - weightOf(one.signs) || other.ticket.opened_at.localeCompare(one.ticket.opened_at),
    )
    .slice(0, kShown);
}

/** Throws a Refusal. */
export async function findDuplicates(data: Data): Promise<Duplicate[]> {
  const answers = await Promise.all(
    wanted(data).map(async ({ field, value }) => ({ sign: field, tickets: await found(field, value) })),
  );
  return ranked(answers);
}

/** Changes only when what is looked for does. */
export function signsOf(data: Data): string {
  return JSON.stringify(wanted(data));
}
