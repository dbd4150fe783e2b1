import { describe, expect, it } from "vitest";

import { meaningOf } from "@/offline/answers";

const problem = (name: string) => `urn:gongdan:problem:${name}`;

describe("what an answer means for a queued step", () => {
  it("is done with every 2xx", () => {
    for (const status of [200, 201, 204]) expect(meaningOf({ status })).toBe("done");
  });

  it("is later when nobody answered or nobody had time", () => {
    for (const status of [0, 408, 425, 429, 500, 502, 503, 504]) expect(meaningOf({ status })).toBe("later");
  });

  it("is a log-in without a session, and with an initial password", () => {
    expect(meaningOf({ status: 401, type: problem("unauthenticated") })).toBe("log-in");
    expect(meaningOf({ status: 403, type: problem("password-change-required") })).toBe("log-in");
  });

  it("is a question who one is when another log-in came between", () => {
    expect(meaningOf({ status: 403, type: problem("csrf") })).toBe("stale-session");
  });

  it("is somebody's decision when the server decided", () => {
    for (const status of [400, 403, 404, 409, 412, 413, 415, 422])
      expect(meaningOf({ status, type: problem("not-allowed") })).toBe("conflict");
  });

  it("waits for a first attempt that is still under way, and for no other conflict", () => {
    expect(meaningOf({ status: 409, type: problem("key-running") })).toBe("later");
    expect(meaningOf({ status: 409, type: problem("conflict") })).toBe("conflict");
  });
});
