/** What the people are called whose accounts stand in the server's answers (`names` of an answer). */

import { reactive } from "vue";

const names = reactive<Record<string, string>>({});

/** From any answer that brings some. */
export function learnNames(answer: unknown): void {
  const brought = (answer as { names?: unknown } | null | undefined)?.names;
  if (typeof brought === "object" && brought !== null && !Array.isArray(brought)) Object.assign(names, brought);
}

/** Nothing for somebody whom no answer named. */
export function knownName(account: string): string | undefined {
  return names[account];
}

/** The next person at this browser is told anew. */
export function forgetNames(): void {
  for (const account of Object.keys(names)) delete names[account];
}
