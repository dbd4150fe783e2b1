/** One tab sends at a time: of two, both would be right, but the second would wait for the first one's answers. */

import { takeLease } from "@/offline/database";

const kName = "gongdan.sender";
const me = Math.random().toString(36).slice(2);
/** Longer than the longest request lasts. */
const kLeaseMs = 180_000;

/**
 * Runs `work` when no other tab runs it; false when one does and it was not run. With locks of the browser it waits for
 * its turn instead; they need a secure context, as the service worker does.
 */
export async function solely(work: () => Promise<void>): Promise<boolean> {
  if (navigator.locks) {
    await navigator.locks.request(kName, work);
    return true;
  }
  if (!(await takeLease(me, Date.now(), kLeaseMs))) return false;
  try {
    await work();
  } finally {
    await takeLease(me, Date.now(), 0);
  }
  return true;
}
