/** What the help on keys tells of the board: as BoardPage has them. */

import type { Told } from "@/parts/keys";

export const kBoardKeys: readonly Told[] = [
  ["j / ↓", "keys.down"],
  ["k / ↑", "keys.up"],
  ["Enter", "keys.open"],
  ["1", "keys.own-step"],
  ["2 … 9", "keys.steps"],
  ["d", "keys.dispatch"],
  ["m", "keys.mine"],
  ["x", "keys.select"],
  ["/", "keys.search"],
  ["n", "keys.new"],
  ["Esc", "keys.clear"],
  ["?", "keys.help"],
];

/** As PresenceMark has them. */
export const kBoardMarks: readonly Told[] = [
  ["◉", "presence.mark-viewing"],
  ["✎", "presence.mark-writing"],
];
