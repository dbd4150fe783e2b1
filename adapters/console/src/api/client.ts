/** The API of the server, typed by its own OpenAPI document. Every refusal becomes a `Refusal`; nothing else is thrown. */

import createClient, { type Middleware } from "openapi-fetch";

import { learnNames } from "@/api/names";
import type { components, operations, paths } from "@/api/schema";
import { learnServerTime } from "@/time/server-clock";

export type Schemas = components["schemas"];
/** Its operationId. */
export type Operation = keyof operations;
export type Case = Schemas["Case"];
export type Clock = Schemas["Clock"];
export type JournalEvent = Schemas["Event"];
export type Problem = Schemas["Problem"];

/** What the server (or the line to it) answered instead of what was asked for; RFC 9457. */
export class Refusal extends Error {
  constructor(
    /** 0 = no answer came: the server or the network is gone. */
    readonly status: number,
    readonly problem: Partial<Problem> & Record<string, unknown>,
  ) {
    super(problem.title ?? `HTTP ${status}`);
  }
}

let csrf = "";
let onSignedOut: () => void = () => undefined;

/** From the session: what every changing request of a cookie client must carry. */
export function useCsrf(token: string): void {
  csrf = token;
}

/** Called whenever the server no longer knows this session. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

const sentMs = new WeakMap<Request, number>();

const session: Middleware = {
  onRequest({ request }) {
    sentMs.set(request, Date.now());
    if (request.method !== "GET" && csrf !== "") request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
  onResponse({ request, response }) {
    learnServerTime(response.headers.get("Date"), sentMs.get(request) ?? 0);
    // Asking who one is, and logging in, are no use of a session that has ended.
    if (response.status === 401 && !request.url.endsWith("/api/v1/session")) onSignedOut();
    return response;
  },
};

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "http://localhost" });
api.use(session);

/** A last word while the page goes away: sent though nobody waits for the answer. */
export function sendParting(path: string, body: object): void {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
  void fetch(path, { method: "POST", keepalive: true, headers, body: JSON.stringify(body) }).catch(() => undefined);
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws a Refusal otherwise. `await asked(api.GET("/api/v1/areas"))`. */
export async function asked<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  return (await answered(call)).data;
}

/** As asked(), with the response's headers (ETag). */
export async function answered<Data>(call: Promise<Answer<Data>>): Promise<{ data: Data; response: Response }> {
  const answer = await call.catch((cause: unknown) => {
    throw new Refusal(0, { title: String(cause) });
  });
  if (!answer.response.ok) throw new Refusal(answer.response.status, problemOf(answer.error));
  learnNames(answer.data);
  return { data: answer.data as Data, response: answer.response };
}

function problemOf(error: unknown): Partial<Problem> & Record<string, unknown> {
  return typeof error === "object" && error !== null ? { ...error } : { title: String(error ?? "") };
}

/** Nobody answered, or only what stands before the server did: what is known already is the best there is. */
export function noAnswer(cause: unknown): boolean {
  return cause instanceof Refusal && (cause.status === 0 || cause.status >= 500);
}

/** For a line that takes a request and never answers. */
export function within(ms: number): AbortSignal {
  const limit = new AbortController();
  setTimeout(() => limit.abort(), ms);
  return limit.signal;
}

/** All pages of a list, one after the other. `page` asks for one. */
export async function everyPage<Item>(
  page: (cursor: string | undefined) => Promise<{ items: Item[]; next_cursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const answer = await page(cursor);
    items.push(...answer.items);
    cursor = answer.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** A key under which the server does a command once, however often it is sent. */
export function freshKey(): string {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), String).join("-");
}
