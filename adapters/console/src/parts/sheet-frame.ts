/** Columns of a SheetFrame. */

export interface SheetColumn {
  title: string;
  /** Stands to the right. */
  number?: boolean;
}

export function columnOf(column: string | SheetColumn): SheetColumn {
  return typeof column === "string" ? { title: column } : column;
}
