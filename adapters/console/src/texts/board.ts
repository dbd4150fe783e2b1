import type { Texts } from "@/texts";

export const boardTexts: Texts = {
  "board.empty": ["没有未结工单", "No open tickets"],
  "board.empty-hint": ["新受理的工单会自己出现在这里。", "New tickets appear here by themselves."],
  "clock.none": ["没有在走的时钟", "No clock is running"],
  "clock.over": ["已超 {time}", "{time} over"],
  "clock.paused": ["已暂停", "Paused"],
  "clock.running": ["还剩 {time}", "{time} left"],
};
