/** How high the chart of rates is, px: each bar the same, however many there are. Known before the chart is loaded. */

const kBarPx = 36;
const kFramePx = 72;

export function chartHeight(bars: number): string {
  return `${kFramePx + kBarPx * Math.max(1, bars)}px`;
}
