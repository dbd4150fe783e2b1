/** The proof of the journal: what its state means, and where its files come from. */

import type { Schemas } from "@/api/client";
import { t } from "@/texts";

export type ProofState = Schemas["ProofState"];
export type Seal = Schemas["Seal"];
export type Verification = Schemas["Verification"];

/** A seal comes every minute if anything happened: events that have waited longer than this wait for a reason. */
const kSealLateMs = 10 * 60_000;

/** A verification that was not finished says nothing about the journal. */
export type Mood = "good" | "bad" | "busy" | "unknown";

export function moodOf(state: Verification["state"]): Mood {
  switch (state) {
    case "sound":
      return "good";
    case "faulty":
      return "bad";
    case "running":
      return "busy";
    case "never":
    case "stopped":
      return "unknown";
  }
}

/** Of the stage that is being worked at, in whole percent; nothing where it is not counted. */
export function progressOf({ stage_done, stage_in_all }: Verification): number | undefined {
  if (stage_in_all === 0) return undefined;
  return Math.min(100, Math.floor((stage_done * 100) / stage_in_all));
}

/** What is being done, and how far it is. */
export function stageWords({ stage, stage_done: done, stage_in_all: in_all }: Verification): string {
  if (stage === null) return "";
  const words = t(`proof.stage-${stage}`);
  return in_all === 0 ? words : t("proof.stage-counted", { stage: words, done, in_all });
}

/** Enough of a hash to tell two apart, with both ends. */
export function shortened(hash: string): string {
  return hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-8)}` : hash;
}

/** "3f2a 9c01 …": as it is read out on the telephone. */
export function grouped(hash: string): string {
  return hash.match(/.{1,4}/g)?.join(" ") ?? "";
}

/** Do events wait for a seal longer than they should? */
export function sealLate({ unsealed_since }: ProofState, now: number): boolean {
  return unsealed_since !== null && now - Date.parse(unsealed_since) > kSealLateMs;
}

/** Of an export; what is empty is left out. */
export function exportOf(name: "journal" | "xes" | "worklog", query: Record<string, string>): string {
  const given = Object.entries(query).filter(([, value]) => value !== "");
  const search = new URLSearchParams(given).toString();
  return `/api/v1/exports/${name}${search ? `?${search}` : ""}`;
}

/** What a person typed as the number of an event; nothing when it is none. */
export function seqOf(typed: string): number | undefined {
  const text = typed.trim();
  return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
}
