import type { Texts } from "@/texts/texts";

export const presenceTexts: Texts = {
  "presence.also-writing": ["{names}也正在这张工单上填写步骤。", "{names} is writing a step on this ticket, too."],
  "presence.comma": ["、", ", "],
  "presence.mark-viewing": ["工单后有此记号：别人正在查看", "Behind a ticket: somebody else is looking at it"],
  "presence.mark-writing": ["工单后有此记号：别人正在填写", "Behind a ticket: somebody else is writing a step on it"],
  "presence.others": ["也在此工单的人", "Others at this ticket"],
  "presence.viewing": ["{name} 正在查看", "{name} is looking"],
  "presence.writing": ["{name} 正在填写", "{name} is writing"],
};
