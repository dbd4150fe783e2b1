import type { Texts } from "@/texts/texts";

export const clockTexts: Texts = {
  "clock.ahead": ["还未到来", "still to come"],
  "clock.calendar": ["日历 {calendar}", "calendar {calendar}"],
  "clock.cancelled": ["已取消", "Cancelled"],
  "clock.counted": ["共计时 {time}", "{time} counted"],
  "clock.counts": ["计时", "Counted"],
  "clock.exempted": ["已报备豁免；超时事实保留。", "Exempted by a filing; that it was overdue stays."],
  "clock.explain": ["怎么算的", "How it is counted"],
  "clock.from": ["从", "From"],
  "clock.hide": ["收起", "Hide"],
  "clock.length": ["时长", "Length"],
  "clock.limit-and-due": ["时限 {limit}，{due} 到期", "Limit {limit}, due {due}"],
  "clock.met": ["按时", "On time"],
  "clock.missed": ["超时 {time}", "{time} late"],
  "clock.none": ["没有在走的时限", "No clock is running"],
  "clock.over": ["已超 {time}", "{time} over"],
  "clock.paused": ["已暂停", "Paused"],
  "clock.provisional": [
    "途经的年份还没有正式放假安排，到期时间可能变动。",
    "A year on the way has no official calendar yet: the due time may change.",
  ],
  "clock.round": ["第 {n} 轮", "Round {n}"],
  "clock.running": ["还剩 {time}", "{time} left"],
  "clock.stopped": ["{time} 完成", "done {time}"],
  "clock.timeline": [
    "时间线：计时与不计时的各段，竖线为到期",
    "Time line of what counted and what did not; the mark is the due time",
  ],
  "clock.to": ["到", "To"],
  "clock.why": ["原因", "Why"],
};
