import type { Texts } from "@/texts";

export const generalTexts: Texts = {
  "general.cancel": ["取消", "Cancel"],
  "general.close": ["关闭", "Close"],
  "general.no-answer": [
    "服务器没有应答。请看网络是否接通；您填写的内容还在，可以再试。",
    "The server does not answer. Check the network; what you typed is still here, try again.",
  ],
  "general.retry": ["重试", "Try again"],
  "general.save": ["保存", "Save"],
  "time.days": ["{n} 天", "{n} d"],
  "time.hours": ["{n} 小时", "{n} h"],
  "time.minutes": ["{n} 分钟", "{n} min"],
  "time.seconds": ["{n} 秒", "{n} s"],
};
