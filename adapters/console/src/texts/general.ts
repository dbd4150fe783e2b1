import type { Texts } from "@/texts";

export const generalTexts: Texts = {
  "general.actions": ["操作", "Actions"],
  "general.ago": ["{time}前", "{time} ago"],
  "general.cancel": ["取消", "Cancel"],
  "general.change": ["修改", "Change"],
  "general.close": ["关闭", "Close"],
  "general.copied": ["已复制", "Copied"],
  "general.copy": ["复制", "Copy"],
  "general.from": ["起", "From"],
  "general.kept-it": ["已保存", "I have kept it"],
  "general.more": ["更多", "More"],
  "general.no-answer": [
    "服务器没有应答。请看网络是否接通；您填写的内容还在，可以再试。",
    "The server does not answer. Check the network; what you typed is still here, try again.",
  ],
  "general.remove": ["删除", "Remove"],
  "general.retry": ["重试", "Try again"],
  "general.save": ["保存", "Save"],
  "general.ticket": ["工单", "Ticket"],
  "general.to": ["止", "To"],
  "general.yes-do": ["确定", "Yes"],
  "time.days": ["{n} 天", "{n} d"],
  "time.hours": ["{n} 小时", "{n} h"],
  "time.minutes": ["{n} 分钟", "{n} min"],
  "time.seconds": ["{n} 秒", "{n} s"],
};
