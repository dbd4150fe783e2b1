import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const kOrigin = "https://gongdan.example";

/** A browser's caches, and what the worker asked of the world. */
class World {
  caches = new Map<string, Map<string, Response>>();
  listeners: Record<string, (event: object) => void> = {};
  skipped = false;
  claimed = false;
  answer: () => Promise<Response> = () => Promise.resolve(new Response("from the server"));

  put(cache: string, path: string, text: string): void {
    this.caches.set(cache, (this.caches.get(cache) ?? new Map()).set(path, new Response(text)));
  }

  stub(): void {
    vi.stubGlobal("__FILES__", ["/", "/assets/index-2.js"]);
    vi.stubGlobal("__VERSION__", "2");
    vi.stubGlobal(
      "Request",
      class {
        constructor(readonly url: string) {}
      },
    );
    vi.stubGlobal("fetch", () => this.answer());
    vi.stubGlobal("caches", {
      open: async (name: string) => ({
        addAll: async (all: { url: string }[]) => all.forEach(({ url }) => this.put(name, url, `kept ${url}`)),
      }),
      keys: async () => [...this.caches.keys()],
      delete: async (name: string) => this.caches.delete(name),
      match: async (path: string, { cacheName }: { cacheName: string }) => this.caches.get(cacheName)?.get(path),
    });
    vi.stubGlobal("self", {
      addEventListener: (name: string, listener: (event: object) => void) => (this.listeners[name] = listener),
      skipWaiting: async () => (this.skipped = true),
      clients: { claim: async () => (this.claimed = true) },
      location: { origin: kOrigin },
    });
  }

  async happens(name: string): Promise<void> {
    let work: Promise<void> = Promise.resolve();
    this.listeners[name]!({ waitUntil: (promise: Promise<void>) => (work = promise) });
    await work;
  }

  /** Undefined = left to the browser. */
  async asks(path: string, mode: string): Promise<string | undefined> {
    let answer: Promise<Response> | undefined;
    const request = { method: "GET", url: kOrigin + path, mode };
    this.listeners.fetch!({ request, respondWith: (promise: Promise<Response>) => (answer = promise) });
    return (await answer)?.text();
  }
}

describe("the service worker", () => {
  let world: World;
  beforeEach(async () => {
    vi.resetModules();
    world = new World();
    world.stub();
    await import("@/offline/worker");
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("puts the files of its version in the place of those before, at once", async () => {
    world.put("gongdan-1", "/", "old");
    await world.happens("install");
    await world.happens("activate");
    expect([...world.caches.keys()]).toEqual(["gongdan-2"]);
    expect([...world.caches.get("gongdan-2")!.keys()]).toEqual(["/", "/assets/index-2.js"]);
    expect([world.skipped, world.claimed]).toEqual([true, true]);
  });

  it("opens a page from the server, so that a new version is seen at the next load", async () => {
    await world.happens("install");
    expect(await world.asks("/crew", "navigate")).toBe("from the server");
  });

  it("opens a page as it was kept when nobody answers, or only what stands before the server does", async () => {
    await world.happens("install");
    world.answer = () => Promise.reject(new TypeError("no line"));
    expect(await world.asks("/crew", "navigate")).toBe("kept /");
    await world.happens("install");
    world.answer = () => Promise.resolve(new Response("bad gateway", { status: 502 }));
    expect(await world.asks("/crew", "navigate")).toBe("kept /");
  });

  it("opens it after four seconds without an answer", async () => {
    await world.happens("install");
    vi.useFakeTimers();
    world.answer = () => new Promise(() => undefined);
    const asked = world.asks("/crew", "navigate");
    await vi.advanceTimersByTimeAsync(4000);
    expect(await asked).toBe("kept /");
  });

  it("gives the files of its version from the phone, and leaves everything else to the browser", async () => {
    await world.happens("install");
    expect(await world.asks("/assets/index-2.js", "no-cors")).toBe("kept /assets/index-2.js");
    expect(await world.asks("/assets/index-3.js", "no-cors")).toBeUndefined();
    expect(await world.asks("/api/v1/tickets", "cors")).toBeUndefined();
  });
});
