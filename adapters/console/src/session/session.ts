/** Who sits before the console. */

import { computed, reactive, readonly } from "vue";

import { api, asked, Refusal, useCsrf, whenSignedOut, type Operation, type Schemas } from "@/api/client";
import { closeLine, openLine, whenLineRefused } from "@/api/live";

export type Session = Schemas["Session"];
/** Roles of config/gongdan.yaml; an installation may have others, which see what their pages need no role for. */
export type Role = string;

const state = reactive<{ session: Session | null; asked: boolean }>({ session: null, asked: false });

function take(session: Session | null): void {
  state.session = session;
  state.asked = true;
  useCsrf(session?.csrf ?? "");
  if (session && !session.must_change_password) openLine();
  else closeLine();
}

whenSignedOut(() => take(null));

/** Asks the server once whom the cookie belongs to. */
export async function resume(): Promise<void> {
  if (state.asked) return;
  try {
    take(await asked(api.GET("/api/v1/session")));
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.status !== 401) throw refusal;
    take(null);
  }
}

whenLineRefused(() => {
  state.asked = false;
  void resume().catch(() => (state.asked = true));
});

export async function logIn(name: string, password: string, totp: string): Promise<void> {
  take(await asked(api.POST("/api/v1/session", { body: totp ? { name, password, totp } : { name, password } })));
}

export async function logOut(): Promise<void> {
  await asked(api.DELETE("/api/v1/session"));
  take(null);
}

export async function changePassword(password: string, newPassword: string): Promise<void> {
  take(await asked(api.POST("/api/v1/session/password", { body: { password, new_password: newPassword } })));
}

/** Whoever wants the session afresh: a second factor was turned on or off. */
export async function reload(): Promise<void> {
  take(await asked(api.GET("/api/v1/session")));
}

export const session = readonly(state);
export const roles = computed<readonly Role[]>(() => state.session?.roles ?? []);

/** Whether the server would let him begin any of these: what it then refuses depends on what he asks for. */
export function may(...any: Operation[]): boolean {
  return any.some((operation) => state.session?.may.includes(operation));
}

export function hasRole(...any: Role[]): boolean {
  return any.some((role) => roles.value.includes(role));
}
