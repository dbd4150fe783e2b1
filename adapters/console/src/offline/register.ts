/** The service worker, for whoever works where there is no line. */

/** Once is enough: the browser looks for a newer one at each load. Without a secure context there is none. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !navigator.serviceWorker) return;
  void navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" }).catch(() => undefined);
}
