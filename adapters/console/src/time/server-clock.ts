/** What time it is at the server. */

/** The server's time less ours: a desk's own clock may be wrong, and the minutes left must not be. */
let skew = 0;

/** From the Date header of any answer (whole seconds). */
export function learnServerTime(date: string | null): void {
  const server = date ? Date.parse(date) : NaN;
  if (!Number.isNaN(server) && Math.abs(server - (Date.now() + skew)) > 1500) skew = server + 500 - Date.now();
}

export function serverNow(): number {
  return Date.now() + skew;
}
