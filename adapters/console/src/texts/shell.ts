import type { Texts } from "@/texts";

export const shellTexts: Texts = {
  "app.name": ["工单", "Gongdan"],
  "app.tagline": ["95598 供电服务工单", "Tickets of the 95598 power desk"],
  "line.broken": [
    "与服务器断开已 {time}，下面的内容可能已经变化；接通后自动更新。",
    "No connection for {time}: what you see may have changed. It updates by itself when the line is back.",
  ],
  "login.account": ["账号", "Account"],
  "login.button": ["登录", "Log in"],
  "login.change-hint": [
    "这是初始口令，请先换成自己的（至少 12 个字符）。",
    "This is an initial password: choose your own first (at least 12 characters).",
  ],
  "login.change-title": ["更换口令", "Change the password"],
  "login.new-again": ["再输一次新口令", "New password again"],
  "login.new-password": ["新口令", "New password"],
  "login.not-the-same": ["两次输入的新口令不一致。", "The two new passwords are not the same."],
  "login.password": ["口令", "Password"],
  "login.present-password": ["现在的口令", "Present password"],
  "login.sign-on": ["统一身份认证登录", "Log in at the company's identity provider"],
  "login.title": ["登录工单系统", "Log in to Gongdan"],
  "login.totp": ["动态验证码（6 位）", "One-time code (6 digits)"],
  "page.board": ["调度看板", "Dispatch board"],
  "page.not-found": ["没有这个页面", "There is no such page"],
  "page.not-found-hint": [
    "地址可能写错了，或者您的角色看不到它。",
    "The address may be wrong, or your role does not see it.",
  ],
  "page.to-start": ["回到首页", "To the start page"],
  "shell.dark": ["夜班（深色）", "Night shift (dark)"],
  "shell.language": ["English", "中文"],
  "shell.light": ["日间（浅色）", "Day (light)"],
  "shell.log-out": ["退出登录", "Log out"],
  "shell.menu": ["菜单", "Menu"],
  "shell.skip": ["跳到正文", "Skip to the content"],
};
