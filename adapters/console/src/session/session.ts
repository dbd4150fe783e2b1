/** Who sits before the console. */

import { computed, reactive, readonly, watch } from "vue";

import {
  api,
  asked,
  noAnswer,
  Refusal,
  useCsrf,
  whenSignedOut,
  within,
  type Operation,
  type Schemas,
} from "@/api/client";
import { closeLine, line, openLine, whenLineRefused } from "@/api/live";
import { forgetNames } from "@/api/names";
import { forgetKept, keep, kept } from "@/offline/kept";

export type Session = Schemas["Session"];
/** Roles of config/gongdan.yaml; an installation may have others, which see what their pages need no role for. */
export type Role = string;

/** Who works where there is no line, and so begins without one. */
export const kOutside: Role[] = ["area_manager", "foreman"];
/** After so long a phone goes on with what it knows. */
const kAskMs = 6000;

const state = reactive<{ session: Session | null; asked: boolean; fromPhone: boolean }>({
  session: null,
  asked: false,
  /** Nobody could be asked: this is who it was last time, and nothing can be sent before the server says so again. */
  fromPhone: false,
});

/** How often who one is has changed: an answer about the one before says nothing about the one now. */
let changes = 0;

function take(session: Session | null, fromPhone = false): void {
  changes += 1;
  state.session = session;
  state.asked = true;
  state.fromPhone = fromPhone;
  useCsrf(session?.csrf ?? "");
  if (session && !session.must_change_password) openLine();
  else closeLine();
}

/** What was kept of somebody else goes before anything of this person is. */
async function keepSession({ csrf: _csrf, ...session }: Session): Promise<void> {
  const before = await kept("session");
  if (before && before.value.account !== session.account) await forgetKept();
  const works = session.roles.some((role) => kOutside.includes(role)) && !session.must_change_password;
  if (works) await keep("session", session as Omit<Session, "csrf">);
}

async function enter(session: Session): Promise<void> {
  await keepSession(session);
  take(session);
}

/** The kept things go with the session; steps that wait to be sent stay until he comes back. */
async function leave(): Promise<void> {
  take(null);
  forgetNames();
  await forgetKept();
}

whenSignedOut(() => void leave());

async function withoutLine(refusal: unknown, asOf: number): Promise<void> {
  if (!noAnswer(refusal)) throw refusal;
  const before = await kept("session");
  if (asOf !== changes) return;
  state.asked = state.session !== null;
  if (state.asked && !state.fromPhone) return;
  if (!before) throw refusal;
  take({ ...before.value, csrf: "" } as Session, true);
}

async function ask(): Promise<void> {
  const asOf = changes;
  const signal = (await kept("session")) ? within(kAskMs) : undefined;
  try {
    const session = await asked(api.GET("/api/v1/session", { signal }));
    if (asOf === changes) await enter(session);
  } catch (refusal) {
    // Somebody logged in or out while the answer was under way.
    if (asOf !== changes) return;
    if (refusal instanceof Refusal && refusal.status === 401) await leave();
    else await withoutLine(refusal, asOf);
  }
}

let asking: Promise<void> | undefined;

/** Asks the server once whom the cookie belongs to; without an answer it is whoever it was on this phone before. */
export async function resume(): Promise<void> {
  if (state.asked) return;
  asking ??= ask().finally(() => (asking = undefined));
  await asking;
}

/**
 * A session from the phone becomes a real one, or ends. True when something can be sent in its name now. `anew`: also a
 * real one is asked for again, because the server did not take its token.
 */
export async function confirm({ anew = false } = {}): Promise<boolean> {
  if (state.session && !state.fromPhone && !anew) return true;
  state.asked = false;
  await resume().catch(() => (state.asked = true));
  return state.session !== null && !state.fromPhone;
}

watch(line.state, (now) => {
  if (now === "live") void confirm();
});

whenLineRefused(() => {
  state.asked = false;
  void resume().catch(() => (state.asked = true));
});

export async function logIn(name: string, password: string, totp: string): Promise<void> {
  await enter(await asked(api.POST("/api/v1/session", { body: totp ? { name, password, totp } : { name, password } })));
}

export async function logOut(): Promise<void> {
  await asked(api.DELETE("/api/v1/session"));
  await leave();
}

export async function changePassword(password: string, newPassword: string): Promise<void> {
  await enter(await asked(api.POST("/api/v1/session/password", { body: { password, new_password: newPassword } })));
}

/** Whoever wants the session afresh: a second factor was turned on or off. */
export async function reload(): Promise<void> {
  await enter(await asked(api.GET("/api/v1/session")));
}

export const session = readonly(state);
/** Who he is in the organisation. */
export const self = computed(() => ({
  person: state.session?.scope.person ?? "",
  teams: state.session?.scope.teams ?? [],
}));

export const roles = computed<readonly Role[]>(() => state.session?.roles ?? []);

/** Whether the server would let him begin any of these: what it then refuses depends on what he asks for. */
export function may(...any: Operation[]): boolean {
  return any.some((operation) => state.session?.may.includes(operation));
}

export function hasRole(...any: Role[]): boolean {
  return any.some((role) => roles.value.includes(role));
}
