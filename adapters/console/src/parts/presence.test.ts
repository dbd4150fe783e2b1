import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope } from "vue";

const sent: string[] = [];
let answer: unknown[] = [];
let told: (news: { case: string; people: unknown[] }) => void = () => undefined;
let begun: () => void = () => undefined;

vi.mock("@/api/client", () => ({
  api: {
    POST: (_path: string, { params, body }: { params: { path: { id: string } }; body: { doing: string } }) => {
      sent.push(`${params.path.id} ${body.doing}`);
      return Promise.resolve({ data: { items: answer } });
    },
  },
  sendParting: (path: string, { doing }: { doing: string }) => sent.push(`${path.split("/")[4]} ${doing}`),
}));
vi.mock("@/api/live", () => ({
  whenPresenceTold: (listener: typeof told, anew: typeof begun) => {
    told = listener;
    begun = anew;
  },
}));

const { othersAt, usePresence } = await import("@/parts/presence");
const person = (account: string, doing = "viewing") => ({ account, person: null, name: account, doing, since: "" });

describe("being at a ticket", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    sent.length = 0;
    answer = [];
  });
  afterEach(() => vi.useRealTimers());

  it("is said at once, again every 20 s, and taken back when one leaves", () => {
    const scope = effectScope();
    scope.run(() => usePresence("7", "viewing"));
    vi.advanceTimersByTime(40_000);
    scope.stop();
    vi.advanceTimersByTime(60_000);
    expect(sent).toEqual(["7 viewing", "7 viewing", "7 viewing", "7 gone"]);
  });

  it("is writing while a dialog is open over the page, and viewing again after it", () => {
    const page = effectScope();
    page.run(() => usePresence("7", "viewing"));
    const dialog = effectScope();
    dialog.run(() => usePresence("7", "writing"));
    dialog.stop();
    page.stop();
    expect(sent).toEqual(["7 viewing", "7 writing", "7 viewing", "7 gone"]);
  });

  it("shows who the answer names, and what the stream tells after it, writers first", async () => {
    answer = [person("d2")];
    const scope = effectScope();
    const others = scope.run(() => usePresence("7", "viewing"))!;
    await vi.advanceTimersByTimeAsync(0);
    expect(others.value.map(({ account }) => account)).toEqual(["d2"]);
    told({ case: "7", people: [person("a"), person("d2", "writing")] });
    expect(others.value.map(({ account }) => account)).toEqual(["d2", "a"]);
    told({ case: "7", people: [] });
    expect(others.value).toEqual([]);
    scope.stop();
  });

  it("is forgotten of others when a new line begins, which tells it anew", () => {
    told({ case: "9", people: [person("d2")] });
    expect(othersAt("9")).toHaveLength(1);
    begun();
    expect(othersAt("9")).toEqual([]);
  });
});
