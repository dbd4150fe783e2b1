/**
 * The console's one table of texts: an id, Chinese, English. Words that come from the server (states, fields, events,
 * clocks) are not here: the workflows bring them in both languages.
 */

import { createI18n } from "vue-i18n";
import { watchEffect } from "vue";

import { adminTexts } from "@/texts/admin";
import { auditTexts } from "@/texts/audit";
import { boardTexts } from "@/texts/board";
import { calendarTexts } from "@/texts/calendars";
import { clockTexts } from "@/texts/clock";
import { crewTexts } from "@/texts/crew";
import { generalTexts } from "@/texts/general";
import { manageTexts } from "@/texts/manage";
import { presenceTexts } from "@/texts/presence";
import { proofTexts } from "@/texts/proof";
import { shellTexts } from "@/texts/shell";
import { structureTexts } from "@/texts/structure";
import type { Texts } from "@/texts/texts";
import { ticketTexts } from "@/texts/ticket";
import { workflowTexts } from "@/texts/workflows";

export type Language = "zh" | "en";

export const allTexts: Texts = {
  ...adminTexts,
  ...auditTexts,
  ...boardTexts,
  ...calendarTexts,
  ...clockTexts,
  ...crewTexts,
  ...generalTexts,
  ...manageTexts,
  ...presenceTexts,
  ...proofTexts,
  ...shellTexts,
  ...structureTexts,
  ...ticketTexts,
  ...workflowTexts,
};

function messages(language: 0 | 1): Record<string, string> {
  return Object.fromEntries(Object.entries(allTexts).map(([id, both]) => [id, both[language]]));
}

const kStored = "gongdan.language";
const stored = globalThis.localStorage?.getItem(kStored);

export const i18n = createI18n({
  legacy: false,
  locale: stored === "en" ? "en" : "zh",
  fallbackLocale: "zh",
  // Ids hold dots and are no paths.
  flatJson: true,
  messages: { zh: messages(0), en: messages(1) },
});

const { locale, t } = i18n.global;

export { t };

export function language(): Language {
  return locale.value as Language;
}

export function setLanguage(next: Language): void {
  locale.value = next;
  localStorage.setItem(kStored, next);
}

watchEffect(() => {
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
});

/** What the server says in both languages, in the reader's. */
export function inLanguage(both: { zh: string; en: string } | null | undefined, otherwise = ""): string {
  if (!both) return otherwise;
  return both[language()] || both.zh || otherwise;
}

/** What a channel said, "程序结束 | the program ended", in the reader's language; a receiver's own words as they are. */
export function halfOf(said: string | null): string {
  const [zh = "", en = zh] = (said ?? "").split(" | ");
  return language() === "zh" ? zh : en;
}

/** "甲、乙", "A, B" */
export function listed(words: readonly string[]): string {
  return words.join(language() === "zh" ? "、" : ", ");
}

/** "故障地址：幸福路 1 号" */
export function said(what: string, value: string): string {
  return what + (language() === "zh" ? "：" : ": ") + value;
}

/** Those that are not empty: "派单完成。轮到您：审核通过" */
export function sentences(...each: string[]): string {
  return each.filter(Boolean).join(language() === "zh" ? "。" : ". ");
}

/** "李调度（调度员）" */
export function beside(one: string, more: string): string {
  return language() === "zh" ? `${one}（${more}）` : `${one} (${more})`;
}
