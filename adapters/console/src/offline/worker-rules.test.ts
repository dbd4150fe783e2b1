import { describe, expect, it } from "vitest";

import { ruleFor } from "@/offline/worker-rules";

const kOrigin = "https://gongdan.example";
const files = ["/", "/icon.svg", "/assets/index-1.js"];
const rule = (path: string, mode = "cors", method = "GET") =>
  ruleFor({ method, mode, url: path.startsWith("http") ? path : kOrigin + path }, kOrigin, files);

describe("the service worker", () => {
  it("never touches the API, the other addresses of the server, or another host", () => {
    for (const path of ["/api/v1/tickets", "/api", "/a/abc", "/sign-on", "/setup", "/metrics", "/healthz", "/readyz"]) {
      expect(rule(path), path).toBe("leave");
      expect(rule(path, "navigate"), path).toBe("leave");
    }
    expect(rule("https://elsewhere.example/assets/index-1.js")).toBe("leave");
    expect(rule("/", "navigate", "POST")).toBe("leave");
  });

  it("answers for the pages of the console and the files of its own version alone", () => {
    expect(rule("/", "navigate")).toBe("page");
    expect(rule("/tickets/7?tab=1", "navigate")).toBe("page");
    expect(rule("/assets/index-1.js", "no-cors")).toBe("file");
    expect(rule("/icon.svg")).toBe("file");
    expect(rule("/assets/index-2.js")).toBe("leave");
    expect(rule("/worker.js", "navigate")).toBe("leave");
  });
});
