/** The service worker, for whoever works where there is no line. */

/** Once is enough: the browser looks for a newer one at each load. Without a secure context there is none. */
export function registerWorker(): void {
  // A phone that runs short of room must not begin with what was not sent yet.
  void navigator.storage?.persist?.().catch(() => false);
  if (!import.meta.env.PROD || !navigator.serviceWorker) return;
  void navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" }).catch(() => undefined);
}
