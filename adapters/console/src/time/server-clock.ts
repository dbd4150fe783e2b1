/** What time it is at the server. */

/** The server's time less ours: a desk's own clock may be wrong, and the minutes left must not be. */
let ahead = 0;
/** It is at least so much: for what must not lie in the server's future. */
let atLeast = -Infinity;

/**
 * From the Date header of an answer (whole seconds), and when its request left: the server wrote it somewhere between
 * then and now. A slow line makes this vague, and teaches nothing that was known better.
 */
export function learnServerTime(date: string | null, sentMs: number, receivedMs = Date.now()): void {
  const server = date ? Date.parse(date) : NaN;
  const [lowest, highest] = [server - receivedMs, server + 1000 - sentMs];
  // Not so when our own clock was set meanwhile.
  if (!(lowest <= highest)) return;
  ahead = Math.min(highest, Math.max(lowest, ahead));
  atLeast = atLeast > highest ? lowest : Math.max(lowest, atLeast);
}

export function serverNow(): number {
  return Date.now() + ahead;
}

/** What serverNow() adds to our own clock; null before the first answer. */
export function serverAhead(): number | null {
  return atLeast === -Infinity ? null : ahead;
}

/** The server's clock has passed this moment for sure; our own time before the first answer. */
export function serverAtLeast(): number {
  return Date.now() + (atLeast === -Infinity ? 0 : atLeast);
}
