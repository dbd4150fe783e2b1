import { beforeEach, describe, expect, it, vi } from "vitest";
import { ref } from "vue";

import { useNoArea } from "@/pages/new-ticket/no-area";
import { goesOn } from "@/parts/doing";

vi.mock("@/parts/doing", () => ({ goesOn: vi.fn() }));
const answer = vi.mocked(goesOn);

describe("a ticket without an area", () => {
  beforeEach(() => answer.mockReset());

  it("is asked about until somebody says that it is so, then no more", async () => {
    const { isMeant } = useNoArea(ref({}), () => true);
    answer.mockResolvedValueOnce(false).mockResolvedValueOnce(true);
    expect([await isMeant(), await isMeant(), await isMeant()]).toEqual([false, true, true]);
    expect(answer).toHaveBeenCalledTimes(2);
  });

  it("is not asked about where it has one, or where no crew is sent", async () => {
    expect(await useNoArea(ref({ area: "demo-101" }), () => true).isMeant()).toBe(true);
    expect(await useNoArea(ref({}), (field) => field !== "team").isMeant()).toBe(true);
    expect(await useNoArea(ref({}), (field) => !field.endsWith("address")).isMeant()).toBe(true);
    expect(answer).not.toHaveBeenCalled();
  });
});
