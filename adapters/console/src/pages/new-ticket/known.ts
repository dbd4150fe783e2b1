/** What the server knows of the matter while it is being written down: one question, asked again when it changes. */

import { api, asked, type Schemas } from "@/api/client";
import { useCatalog } from "@/catalog/catalog";
import type { Data } from "@/parts/step";

export type Known = Schemas["Similar"];
export type KnownMatter = Schemas["KnownMatter"];
export type SimilarTicket = Schemas["SimilarTicket"];
export type Sign = SimilarTicket["signs"][number];
export type AreaSuggestion = Schemas["AreaSuggestion"];

/** The area of a ticket that has something in common with the new one. */
export interface KinArea extends Pick<AreaSuggestion, "area" | "name" | "site_class"> {
  reason: Exclude<Sign, "area">;
  number: string;
}

export type Suggested = AreaSuggestion | KinArea;

/** As many as the server suggests of an address: more is no proposal. */
const kSuggested = 3;

export const kNothing: Readonly<Known> = { items: [], notices: [], flags: [] };

/** What is asked for, and the fields that may hold it: workflows call the place of a fault and a customer's otherwise. */
const kFields = {
  address: ["fault_address", "contact_address", "address"],
  phone: ["contact_phone"],
  customer_no: ["customer_no"],
  line: ["line"],
  area: ["area"],
} as const satisfies Record<Sign, readonly string[]>;

/** A word or two would find half of the board. */
const kLeastLetters = 3;

/** What tells one address from another stands within so many: a request cannot be of any length. */
const kMostLetters = 200;

type Question = Partial<Record<Sign, string>>;

function said(data: Data, sign: Sign): string {
  const values = kFields[sign].map((field) => data[field]);
  const value = values.find((given) => typeof given === "string" && given.trim().length >= kLeastLetters);
  return typeof value === "string" ? [...value.trim()].slice(0, kMostLetters).join("") : "";
}

/** What there is to ask; changes only when the answer might. */
export function questionOf(data: Data): Question {
  const signs = (Object.keys(kFields) as Sign[]).map((sign) => [sign, said(data, sign)] as const);
  return Object.fromEntries(signs.filter(([, value]) => value !== ""));
}

/** The address as it stands in the form. */
export const addressOf = (data: Data) => said(data, "address");

/** Whether the workflow is about a place that somebody names: a planned outage has a line instead. */
export const hasAddress = (has: (field: string) => boolean) => kFields.address.some(has);

/** Throws a Refusal. Nothing is asked about nothing. */
export async function whatIsKnown(workflow: string, data: Data): Promise<Known> {
  const question = questionOf(data);
  if (Object.keys(question).length === 0) return kNothing;
  return asked(api.GET("/api/v1/tickets/similar", { params: { query: { workflow, ...question } } }));
}

/** Throws a Refusal. */
export async function suggestedAreas(address: string): Promise<AreaSuggestion[]> {
  if (address === "") return [];
  return (await asked(api.GET("/api/v1/areas/suggest", { params: { query: { address } } }))).items;
}

function kinArea({ ticket, signs }: SimilarTicket): KinArea | undefined {
  const sign = signs.find((one) => one !== "area");
  const known = useCatalog().areas.find(({ id, name }) => id === ticket.data.area || name === ticket.data.area);
  if (!known || sign === undefined) return undefined;
  return { area: known.id, name: known.name, site_class: null, reason: sign, number: ticket.number };
}

/** What the address says goes before what tickets of the same caller or line say; each area once. */
export function withKin(byAddress: readonly AreaSuggestion[], items: readonly SimilarTicket[]): Suggested[] {
  const all: Suggested[] = [...byAddress, ...items.flatMap((item) => kinArea(item) ?? [])];
  const first = ({ area }: Suggested, place: number) => all.findIndex((one) => one.area === area) === place;
  return all.filter(first).slice(0, kSuggested);
}

/** The field of the form that a sign is of: its title names the sign. */
export function fieldOfSign(sign: Sign, has: (field: string) => boolean): string {
  return kFields[sign].find(has) ?? kFields[sign][0];
}
