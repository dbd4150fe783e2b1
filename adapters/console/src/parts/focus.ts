/** Where writing begins in a form of fields: the first field, or what sends it when nothing is asked. */
export function focusFirst(form: HTMLElement | undefined): void {
  const field = form?.querySelector<HTMLElement>("[data-field] input, [data-field] textarea");
  (field ?? form?.querySelector<HTMLElement>('[type="submit"]'))?.focus();
}

/** The key is the list's that is open: it closes that, and nothing around it. */
export function isOfOpenList({ target }: Event): boolean {
  return target instanceof Element && target.getAttribute("aria-expanded") === "true";
}
