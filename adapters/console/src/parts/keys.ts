/** Keys of a page, for people who never take the mouse. Silent while somebody types or a dialog is open. */

import { onScopeDispose } from "vue";

/** By KeyboardEvent.key. */
export type Keys = Record<string, () => void>;

/** A key or a mark as people see it, and the id of the text that says what it does. */
export type Told = readonly [sign: string, text: string];

/** `begin` for each of the keys 1 to 9. */
export function digits(begin: (digit: number) => void): Keys {
  return Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => [String(digit), () => begin(digit)]));
}

/** What is ticked or chosen among few takes no text: only the arrows are its own. */
const kTicked = /^(checkbox|radio)$/;

function typing({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && kTicked.test(target.type)) return key.startsWith("Arrow");
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
    if (!action || typing(event) || pressing(event) || covered()) return;
    event.preventDefault();
    action();
  }
  document.addEventListener("keydown", pressed);
  onScopeDispose(() => document.removeEventListener("keydown", pressed));
}
