/** The segments of an explained clock, laid out on a line. */

import type { Schemas } from "@/api/client";

export interface Segment {
  from: string;
  to: string;
  counted: boolean;
  /** Still to come. */
  ahead: boolean;
  why: string;
  title: { zh: string; en: string };
}

export interface Stretch extends Segment {
  /** 0 to 100. */
  x: number;
  width: number;
}

export function segmentsOf(explanation: Schemas["Explanation"]): Segment[] {
  return explanation.segments as unknown as Segment[];
}

/** In proportion to time; `least`: so that a minute of a month can still be seen. */
export function stretches(segments: readonly Segment[], least = 0.6): Stretch[] {
  const [first] = segments;
  const last = segments[segments.length - 1];
  if (!first || !last) return [];
  const begin = Date.parse(first.from);
  const length = Math.max(1, Date.parse(last.to) - begin);
  return segments.map((segment) => {
    const from = Date.parse(segment.from);
    const share = ((Date.parse(segment.to) - from) / length) * 100;
    const width = Math.max(least, share);
    return { ...segment, x: Math.min(100 - width, ((from - begin) / length) * 100), width };
  });
}
