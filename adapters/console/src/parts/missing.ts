/** What of a form is still missing, for a SubmitButton. */

/** The labels of what is not given: `missing({ 账号: name, 角色: roles })`. Blanks alone, and an empty list, are nothing. */
export function missing(given: Record<string, string | readonly unknown[] | number | undefined>): string[] {
  const absent = (value: (typeof given)[string]) =>
    value === undefined ||
    (typeof value === "string" ? value.trim() === "" : Array.isArray(value) && value.length === 0);
  return Object.entries(given).flatMap(([label, value]) => (absent(value) ? [label] : []));
}
