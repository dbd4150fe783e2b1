/** Where writing begins in a form of fields: the first field, or what sends it when nothing is asked. */
export function focusFirst(form: HTMLElement | undefined): void {
  const field = form?.querySelector<HTMLElement>("[data-field] input, [data-field] textarea");
  (field ?? form?.querySelector<HTMLElement>('[type="submit"]'))?.focus();
}
