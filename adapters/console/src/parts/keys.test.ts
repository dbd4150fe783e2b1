import { effectScope } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";

import { digits, useKeys, type Keys } from "@/parts/keys";

function element(html: string): HTMLElement {
  document.body.innerHTML = html;
  return document.body.firstElementChild as HTMLElement;
}

function press(key: string, on: Element): void {
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

let scope = effectScope();
afterEach(() => {
  scope.stop();
  scope = effectScope();
});

function listen(keys: Keys): void {
  scope.run(() => useKeys(keys));
}

describe("the keys of a page", () => {
  it("are silent while text is written, not where something is only ticked", () => {
    const down = vi.fn();
    listen({ j: down, ArrowDown: down });
    press("j", element("<input />"));
    press("j", element("<textarea></textarea>"));
    expect(down).not.toHaveBeenCalled();
    press("j", element('<input type="checkbox" />'));
    press("j", element('<input type="radio" />'));
    expect(down).toHaveBeenCalledTimes(2);
    press("ArrowDown", element('<input type="radio" />'));
    expect(down).toHaveBeenCalledTimes(2);
  });

  it("are silent under a dialog", () => {
    const begun = vi.fn();
    listen(digits(begun));
    press("3", element('<p></p><div role="dialog"></div>'));
    expect(begun).not.toHaveBeenCalled();
    press("3", element("<p></p>"));
    expect(begun.mock.calls).toEqual([[3]]);
  });
});
