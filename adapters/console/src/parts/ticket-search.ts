/** Looking for an open ticket: by number, address, the last digits of a telephone, whatever the server's search finds. */

import { api, asked, type Case } from "@/api/client";
import { areaName, stateTitle } from "@/catalog/catalog";
import { serverNow } from "@/time/server-clock";
import { shortTime } from "@/time/time";

const kMost = 10;
/** One letter finds half of the board. */
const kLeastLetters = 2;

/** As people call them at the desk; the complaint's address is its customer's. */
export function addressOf({ data }: Pick<Case, "data">): string {
  const found = [data.fault_address, data.contact_address, data.address].find((value) => typeof value === "string");
  return typeof found === "string" ? found : "";
}

/** "幸福路 1 号 · 演示一号台区"; what is not known is left out. */
export function whereOf(ticket: Pick<Case, "data">): string {
  return [addressOf(ticket), areaName(ticket.data.area as string | undefined)].filter(Boolean).join(" · ");
}

/** "王女士 13800000001"; as far as this person may see it. */
export function callerOf({ data }: Pick<Case, "data">): string {
  return [data.contact_name, data.contact_phone].filter((value) => typeof value === "string" && value).join(" ");
}

/** "已派单 · 幸福路 1 号 · 14:05": what tells one ticket from another. */
export function gistOf(ticket: Case): string {
  const state = stateTitle(ticket.workflow, ticket.state);
  return [state, addressOf(ticket), shortTime(Date.parse(ticket.opened_at), serverNow())].filter(Boolean).join(" · ");
}

/** Open ones of `workflow`, without the one that is looked at; throws a Refusal. */
export async function findTickets(workflow: string, words: string, except = ""): Promise<Case[]> {
  const q = words.trim();
  if (q.length < kLeastLetters) return [];
  const query = { workflow, q, limit: kMost };
  const { items } = await asked(api.GET("/api/v1/tickets", { params: { query } }));
  return items.filter(({ number }) => number !== except);
}
