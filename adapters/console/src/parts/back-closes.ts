/** Back closes what lies over a page, and does not leave the page below it. */

import { onBeforeUnmount } from "vue";

import { freshKey } from "@/api/client";

interface Entry {
  /** The router's: of another page it is another one. */
  position?: number;
  /** What lies over the page. */
  over?: string;
}

const entry = () => (history.state ?? {}) as Entry;

/** One step back to the same page: nothing for the router, which would go through its guards again. */
function stepBack(): void {
  const swallow = (event: PopStateEvent) => event.stopImmediatePropagation();
  window.addEventListener("popstate", swallow, { capture: true, once: true });
  history.back();
}

/**
 * In the setup of what is there only while it is open: it has an entry of its own in the browser's history, with the page's
 * address, until it is unmounted. Back calls `close`; when that `asks` before, the entry stays for the next Back.
 */
export function useBackCloses(close: () => void, asks: () => boolean = () => false): void {
  const over = freshKey();
  const { position } = entry();
  const page = location.href;
  const enter = () => history.pushState({ ...history.state, over }, "");

  function popped(event: PopStateEvent): void {
    if (entry().over === over || entry().position !== position) return;
    event.stopImmediatePropagation();
    if (asks()) enter();
    close();
  }

  function takeAway(): void {
    window.removeEventListener("popstate", popped, true);
    // Whoever was led on by a link is elsewhere: that entry is not this one's.
    if (entry().over === over && location.href === page) stepBack();
  }

  enter();
  window.addEventListener("popstate", popped, true);
  onBeforeUnmount(takeAway);
}
