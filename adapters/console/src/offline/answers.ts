/** What the server's answer to a queued step means for it. */

export type Meaning =
  | "done"
  /** Nobody answered, or nobody had time: the same again, later. */
  | "later"
  /** The token against forged requests is not this session's: ask who one is, then the same again. */
  | "stale-session"
  /** Somebody has to log in before anything is sent. */
  | "log-in"
  /** The server decided: a person must look at it. */
  | "conflict";

export interface Answer {
  /** 0 = none came. */
  status: number;
  /** urn:gongdan:problem:… */
  type?: string;
}

export function meaningOf({ status, type = "" }: Answer): Meaning {
  if (status >= 200 && status < 300) return "done";
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) return "later";
  if (status === 401 || type.endsWith(":password-change-required")) return "log-in";
  if (status === 403 && type.endsWith(":csrf")) return "stale-session";
  // The first attempt is still under way; its answer was lost on the way.
  if (status === 409 && type.endsWith(":key-running")) return "later";
  return "conflict";
}
