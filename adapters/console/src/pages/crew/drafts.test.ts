import { describe, expect, it } from "vitest";

import { draftOf, forgetDraft, keepDraft } from "@/pages/crew/drafts";

const kReply = { account: "li", ticket: "7", event: "reply" };
const kDraft = { data: { cause: "雷击" } };

describe("a draft of a sheet", () => {
  it("comes back for the same step of the same job and person, and for no other", () => {
    keepDraft(kReply, kDraft);
    expect(draftOf({ ...kReply })).toEqual(kDraft);
    const others = [{ account: "wang" }, { ticket: "8" }, { event: "arrive" }, { fix: "key" }];
    expect(others.map((other) => draftOf({ ...kReply, ...other }))).toEqual(others.map(() => undefined));
  });

  it("is gone when it was sent, or when nothing is left in it", () => {
    keepDraft(kReply, kDraft);
    forgetDraft(kReply);
    expect(draftOf(kReply)).toBeUndefined();
    keepDraft(kReply, kDraft);
    keepDraft(kReply, { data: { cause: undefined } });
    expect(draftOf(kReply)).toBeUndefined();
  });
});
