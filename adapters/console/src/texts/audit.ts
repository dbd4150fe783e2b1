import type { Texts } from "@/texts";

export const auditTexts: Texts = {
  "report.kind-area": ["台区", "Area"],
  "report.kind-line": ["线路", "Line"],
  "report.no": ["否", "No"],
  "report.outcome-cancelled": ["已取消", "Cancelled"],
  "report.outcome-late": ["超时", "Late"],
  "report.outcome-on-time": ["按时", "On time"],
  "report.outcome-open": ["在途", "Open"],
  "report.outcome-open-overdue": ["在途超时", "Open, overdue"],
  "report.outcome-unclear": ["存疑", "Unclear"],
  "report.which-all": ["全部", "All"],
  "report.which-late": ["超时", "Late"],
  "report.without": ["未填", "Not stated"],
  "report.yes": ["是", "Yes"],
};
