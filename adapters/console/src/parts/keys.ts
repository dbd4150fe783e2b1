/** Keys of a page, for people who never take the mouse. Silent while somebody types or a dialog is open. */

import { onScopeDispose } from "vue";

/** By KeyboardEvent.key. */
export type Keys = Record<string, () => void>;

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Enter and space on a button or a link are its own. */
function pressing(event: KeyboardEvent): boolean {
  return /^(Enter| )$/.test(event.key) && event.target instanceof Element && event.target.closest("button, a") !== null;
}

/** While a dialog lies over the page its keys are not the page's. */
function covered(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

export function useKeys(keys: Keys): void {
  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const action = keys[event.key];
    if (!action || typing(event.target) || pressing(event) || covered()) return;
    event.preventDefault();
    action();
  }
  document.addEventListener("keydown", pressed);
  onScopeDispose(() => document.removeEventListener("keydown", pressed));
}
