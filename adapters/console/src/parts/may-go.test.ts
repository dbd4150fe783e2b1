import { beforeEach, describe, expect, it, vi } from "vitest";

import { goesOn } from "@/parts/doing";
import { mayGo } from "@/parts/unsaved";

vi.mock("@/parts/doing", () => ({ goesOn: vi.fn() }));

describe("the question before something typed is left", () => {
  beforeEach(() => {
    vi.mocked(goesOn).mockReset();
  });

  it("is asked once, however often somebody wants to go meanwhile, and again after it is answered", async () => {
    let answer = (_go: boolean): void => undefined;
    vi.mocked(goesOn).mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    const both = [mayGo(), mayGo()];
    expect(goesOn).toHaveBeenCalledTimes(1);
    answer(true);
    expect(await Promise.all(both)).toEqual([true, true]);
    const again = mayGo();
    expect(goesOn).toHaveBeenCalledTimes(2);
    answer(false);
    expect(await again).toBe(false);
  });
});
