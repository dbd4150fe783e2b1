/** Tells of a refusal where there is no place for a ProblemAlert: a short message at the top of the window. */

import { ElMessage } from "element-plus";
import "element-plus/theme-chalk/el-message.css";

import { Refusal, type Problem } from "@/api/client";
import { inLanguage, language, t } from "@/texts";

export function problemText({ detail, detail_en, title }: Partial<Problem>): string {
  return (language() === "zh" ? detail : detail_en) ?? title ?? "";
}

export function refusalText(refusal: unknown): string {
  if (!(refusal instanceof Refusal)) return String(refusal);
  if (refusal.status === 0) return t("general.no-answer");
  return problemText(refusal.problem) || String(refusal.status);
}

/** What else is wrong, field by field: what refusalText() says already is not said twice. */
export function refusalDetails(refusal: unknown): string[] {
  const errors = refusal instanceof Refusal ? (refusal.problem.errors ?? []) : [];
  const details = errors.map(({ detail, detail_en }) => inLanguage({ zh: detail, en: detail_en }));
  return [...new Set(details)].filter((detail) => detail !== refusalText(refusal));
}

/** Below the navigation, which is the same height everywhere (AppShell): nobody waits for a message to reach it. */
const kBelowNavigation = 56;

function tell(type: "error" | "success" | "warning", message: string, duration: number): void {
  ElMessage({ type, message, duration, grouping: true, offset: kBelowNavigation, showClose: type === "error" });
}

export function tellRefusal(refusal: unknown): void {
  tell("error", refusalText(refusal), 6000);
}

export function tellDone(text: string): void {
  tell("success", text, 3000);
}

/** Why nothing happened, when it is nobody's fault. */
export function tellWarning(text: string): void {
  tell("warning", text, 5000);
}
