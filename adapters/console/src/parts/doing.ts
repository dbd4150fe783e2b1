/** What a button does: asks whether it is meant, does it, tells how it went. */

import { ElMessageBox } from "element-plus";
import "element-plus/theme-chalk/el-message-box.css";
import "element-plus/theme-chalk/el-overlay.css";

import { tellDone, tellRefusal } from "@/parts/refusals";
import { t } from "@/texts";

/** True when it was done; a refusal is told, not thrown. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work();
    if (done) tellDone(done);
    return true;
  } catch (refusal) {
    tellRefusal(refusal);
    return false;
  }
}

/** Before what is hard to take back. `yes`: what the button that goes on says; `no`: the one that does not. */
export async function meant(question: string, yes = t("general.yes-do"), no = t("general.cancel")): Promise<boolean> {
  const answer = ElMessageBox.confirm(question, {
    confirmButtonText: yes,
    cancelButtonText: no,
    type: "warning",
    autofocus: false,
  });
  return answer.then(
    () => true,
    () => false,
  );
}

/**
 * Before what is probably a slip. `stay` is the main button and has the focus: whoever presses Enter once too often loses
 * nothing. True = goes on all the same.
 */
export async function goesOn(question: string, go = t("general.yes-do"), stay = t("general.cancel")): Promise<boolean> {
  const answer = ElMessageBox.confirm(question, {
    confirmButtonText: stay,
    cancelButtonText: go,
    type: "warning",
    distinguishCancelAndClose: true,
  });
  return answer.then(
    () => false,
    (action: unknown) => action === "cancel",
  );
}
