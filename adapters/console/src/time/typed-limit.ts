/** A limit as a number and a unit, and as the API takes it: "2wd" (core/calendar/duration.hpp knows the same units). */

/** In the order of their length; seconds are nobody's limit at the desk. */
export const kLimitUnits = ["min", "h", "d", "wd", "oh"] as const;
export type LimitUnit = (typeof kLimitUnits)[number];

export interface TypedLimit {
  /** As it was typed: limitFault() says what is wrong with it. */
  amount: string;
  unit: LimitUnit;
}

/** Nothing where it is written otherwise. */
export function typedLimit(written: string | undefined): TypedLimit | undefined {
  const [, amount = "", letters = ""] = /^([-+.\deE]+)([a-z]+)$/.exec(written ?? "") ?? [];
  const unit = kLimitUnits.find((known) => known === letters);
  return unit && { amount, unit };
}

/** What is wrong with the number of a written limit, before the server has to say it. */
export function limitFault(written: string): "positive" | "whole" | undefined {
  const { amount } = typedLimit(written) ?? {};
  if (amount === undefined) return undefined;
  if (Number(amount) <= 0) return "positive";
  return /^\d+$/.test(amount) ? undefined : "whole";
}

/** Nothing without a number. */
export function writtenLimit({ amount, unit }: TypedLimit): string | undefined {
  return amount.trim() === "" ? undefined : `${amount.trim()}${unit}`;
}
