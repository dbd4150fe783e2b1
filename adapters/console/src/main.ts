import "element-plus/theme-chalk/base.css";
import "element-plus/theme-chalk/dark/css-vars.css";
import "@/base.css";

import { createApp } from "vue";

import App from "@/App.vue";
import { router } from "@/shell/router";
import "@/shell/theme";
import { i18n } from "@/texts";

createApp(App).use(i18n).use(router).mount("#app");
