/**
 * What was filled into a sheet that was closed before it was sent: it stands there again when the same step of the same job is
 * opened. Each account's own, and in memory only: what is kept on the phone is what was pressed.
 */

import type { Data } from "@/parts/step";
import { isTyped } from "@/parts/unsaved";

export interface Draft {
  data: Data;
  photo?: Blob;
}

export interface DraftOf {
  account: string;
  ticket: string;
  event: string;
  /** Key of the queued step that is mended. */
  fix?: string;
}

const drafts = new Map<string, Draft>();

const keyOf = ({ account, ticket, event, fix = "" }: DraftOf) => JSON.stringify([account, ticket, event, fix]);

export function draftOf(of: DraftOf): Draft | undefined {
  return drafts.get(keyOf(of));
}

export function keepDraft(of: DraftOf, draft: Draft): void {
  if (isTyped(draft.data) || draft.photo) drafts.set(keyOf(of), draft);
  else forgetDraft(of);
}

export function forgetDraft(of: DraftOf): void {
  drafts.delete(keyOf(of));
}
