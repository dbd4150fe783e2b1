/** What the service worker does with a request. */

export type Rule =
  /** Leaves it to the browser: the API above all, of which nothing is ever kept. */
  | "leave"
  /** A page of the console: from the server, or as it was when nobody answers in time. */
  | "page"
  /** A file of the console, kept with this version. */
  | "file";

/** What the server keeps for itself, as adapters/http/assets.cpp has it. */
const kServers = /^\/(api|a|setup|sign-on|metrics|healthz|readyz)(\/|$)/;

export interface Asked {
  method: string;
  url: string;
  /** Request.mode */
  mode: string;
}

export function ruleFor({ method, url, mode }: Asked, origin: string, files: readonly string[]): Rule {
  const at = new URL(url);
  if (method !== "GET" || at.origin !== origin || kServers.test(at.pathname)) return "leave";
  if (files.includes(at.pathname) && at.pathname !== "/") return "file";
  // A name with a dot is a file that this version does not know.
  return mode === "navigate" && !/\.[^/]*$/.test(at.pathname) ? "page" : "leave";
}
