/** What became of jobs whose last step this person took: told while it is so, and for the same matter once. */

import { shallowRef } from "vue";

import type { Case } from "@/api/client";
import { isOwnJob } from "@/pages/crew/jobs";

export interface HandedOn {
  ticket: Case;
  /** Somebody else has gone on with it. */
  over: boolean;
}

/** What of `told` is so by the server's list of open tickets; `whole`: what is not in it is not open. */
export function compared(
  told: ReadonlyMap<string, HandedOn>,
  open: readonly Case[],
  whole: boolean,
): ReadonlyMap<string, HandedOn> {
  const isOver = ({ ticket, over }: HandedOn) => {
    const now = open.find(({ id }) => id === ticket.id);
    return over || (now ? now.state !== ticket.state : whole);
  };
  return new Map([...told].map(([id, one]) => [id, { ...one, over: isOver(one) }]));
}

export function useHandedOn() {
  const told = shallowRef<ReadonlyMap<string, HandedOn>>(new Map());

  function note(ticket: Case): void {
    const others = [...told.value].filter(([id]) => id !== ticket.id);
    told.value = new Map(isOwnJob(ticket) ? others : [...others, [ticket.id, { ticket, over: false }]]);
  }

  function compare(open: readonly Case[], whole: boolean): void {
    told.value = compared(told.value, open, whole);
  }

  return { told, note, compare };
}
