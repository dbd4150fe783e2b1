// An administrator's work: accounts, tokens, channels, calendars; and the roster, which those who lead people change.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Demo, Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

/** An administrator in a section of his page. */
async function at(section, there = demo) {
    const desk = await Desk.open(browser, there);
    await desk.logIn("admin", `/admin?section=${section}`);
    await desk.page.locator("table.sheet tbody tr").first().waitFor();
    return desk;
}

test("a new account's password is shown once and is good for the first log-in; then it gets another role", async () => {
    const desk = await at("users");
    await desk.picture("users-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("button", { name: "新账号" }).click();
    const dialog = desk.page.getByRole("dialog");
    const create = dialog.getByRole("button", { name: "创建账号并生成初始口令" });
    assert.equal(await create.isDisabled(), true);
    await dialog.getByText("还需填写：账号、角色").waitFor();
    await dialog.locator('input[name="name"]').fill("new-foreman");
    await dialog.getByText("班组长").click();
    await dialog.locator('select[name="person"]').selectOption("demo-sun-qi");
    await desk.picture("users-new-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await create.click();
    const password = (await desk.page.locator(".secret").innerText()).trim();
    await desk.picture("users-password-zh");
    await desk.page.getByRole("button", { name: "已记下，关闭" }).click();
    const answer = await fetch(`${demo.url}/api/v1/session`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ name: "new-foreman", password }),
    });
    assert.equal((await answer.json()).must_change_password, true);

    const row = desk.page.locator("tr", { hasText: "new-foreman" });
    await row.getByRole("button", { name: "修改" }).click();
    await desk.page.getByRole("dialog").getByText("调度员").click();
    await desk.page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
    await row.getByText("调度员").waitFor();
    const user = await demo.call("admin", "GET", "/users/new-foreman");
    assert.deepEqual([[...user.roles].sort(), user.scope.person], [["dispatcher", "foreman"], "demo-sun-qi"]);
    await desk.close();
});

test("a new initial password is asked for in words that say what comes of it, and is shown", async () => {
    await demo.addAccount("forgetful", { roles: ["dispatcher"] });
    const desk = await at("users");
    const row = desk.page.locator("tr", { hasText: "forgetful" });
    await row.getByRole("button", { name: "生成新的初始口令" }).click();
    await desk.page.getByText("请转告本人；本人登录时必须更换").waitFor();
    await desk.picture("users-new-password-sure-zh");
    await desk.page.getByRole("dialog").getByRole("button", { name: "生成新的初始口令" }).click();
    assert.notEqual((await desk.page.locator(".secret").innerText()).trim(), "");
    await desk.picture("users-new-password-zh");
    await desk.page.getByRole("button", { name: "已记下，关闭" }).click();
    assert.equal((await demo.call("admin", "GET", "/users/forgetful")).must_change_password, true);
    await desk.close();
});

test("a locked account is seen and unlocked", async () => {
    for (let attempt = 0; attempt < 12; ++attempt)
        await fetch(`${demo.url}/api/v1/session`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ name: "specialist", password: "not the password" }),
        });
    const desk = await at("users");
    const row = desk.page.locator("tr", { has: desk.page.locator("b", { hasText: /^specialist$/ }) });
    await row.getByText(/已锁定至/).waitFor();
    await row.getByRole("button", { name: "解锁" }).click();
    await row.getByText("正常").waitFor();
    assert.equal((await demo.call("admin", "GET", "/users/specialist")).locked_until, null);
    await desk.close();
});

test("a token is made, works, and is revoked", async () => {
    const desk = await at("tokens");
    await desk.page.getByRole("button", { name: "English" }).click();
    await desk.page.getByRole("button", { name: "New token" }).click();
    const dialog = desk.page.getByRole("dialog");
    await dialog.locator('input[name="name"]').fill("big-screen");
    await dialog.getByText("Auditor").click();
    await dialog.getByRole("button", { name: "Make the token" }).click();
    const token = (await desk.page.locator(".secret").innerText()).trim();
    await desk.picture("tokens-made-en");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("button", { name: "I have kept it" }).click();
    const ask = () => fetch(`${demo.url}/api/v1/tickets`, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal((await ask()).status, 200);
    const row = desk.page.locator("tr", { hasText: "big-screen" });
    await row.getByRole("button", { name: "Revoke" }).click();
    await desk.page.getByRole("button", { name: "Yes" }).click();
    await row.getByText("Revoked").waitFor();
    assert.equal((await ask()).status, 401);
    await desk.close();
});

test("a channel is tested from the screen", async () => {
    const desk = await at("channels");
    await desk.page.getByText("没有死信").waitFor();
    await desk.page.getByRole("button", { name: "测试渠道 desk-file" }).click();
    await desk.page.getByRole("dialog").getByRole("button", { name: "发送测试" }).click();
    await desk.page.getByText(/已送达（\d+ 毫秒）/).waitFor();
    await desk.picture("channels-test-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("what a channel gave up is seen with its answer, and sent again once the channel works", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gongdan-browser-config-"));
    for (const part of ["config", "workflows"])
        cpSync(fileURLToPath(new URL(`../../${part}`, import.meta.url)), join(folder, part), { recursive: true });
    const works = join(folder, "works");
    const command = `cat > /dev/null; test -e ${works} && exit 0; exit 65`;
    writeFileSync(
        join(folder, "config", "channels.yaml"),
        `desk-file: {title: {zh: 值班台, en: Desk}, plugin: exec, settings: {command: [/bin/sh, -c, "${command}"]}}\n`,
    );
    const failing = await Demo.start(["--config", join(folder, "config", "gongdan.yaml")]);
    try {
        const desk = await at("channels", failing);
        await desk.page.getByText("送不出去").waitFor();
        const letters = desk.page.locator("section", { hasText: "死信" });
        await letters.locator(".ticket-number").first().waitFor();
        await desk.picture("channels-dead-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        writeFileSync(works, "");
        const one = await letters.locator("tbody tr").count();
        await letters.getByRole("button", { name: "重新发送" }).first().click();
        await desk.page.waitForFunction((n) => document.querySelectorAll("section tbody tr").length === n, one - 1);
        await letters.getByRole("button", { name: "desk-file 全部重发" }).click();
        await desk.page.getByText("没有死信").waitFor();
        assert.deepEqual((await failing.call("admin", "GET", "/dead-letters")).items, []);
        await desk.close();
    } finally {
        await failing.stop();
        rmSync(folder, { recursive: true });
    }
});

test("a workflow shows who may do which step, and what it needs", async () => {
    const desk = await at("workflows");
    await desk.page.getByText("故障报修", { exact: true }).click();
    await desk.page.getByText("派单 → 已派单").first().waitFor();
    await desk.picture("workflows-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("button", { name: "English" }).click();
    await desk.picture("workflows-en");
    await desk.close();
});

test("the calendars tell holidays and worked weekends", async () => {
    const desk = await at("calendars");
    await desk.page.getByRole("button", { name: "English" }).click();
    await desk.page.getByText("02-10 – 02-17").waitFor();
    await desk.picture("calendars-en");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("whoever lacks the role he is to serve in is put there with a warning, and a refusal stands at its field", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("foreman", "/roster");
    await page.getByRole("button", { name: "调整值班" }).click();
    const dialog = page.getByRole("dialog");
    desk.expected.push(/403.*\/roster\/entries/);
    await dialog.locator('select[name="person"]').selectOption("demo-wang-wu");
    await dialog.locator('select[name="other"]').selectOption("demo-li-si");
    await dialog.getByRole("button", { name: "保存" }).click();
    await dialog.locator("label", { hasText: "谁来值班" }).getByText("“演示-王五”不在您的供电所").waitFor();
    await desk.picture("roster-refused-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
    const admin = await Desk.open(browser, demo);
    await admin.logIn("admin", "/roster");
    await admin.page.getByRole("button", { name: "调整值班" }).click();
    await admin.page.getByRole("dialog").locator('select[name="person"]').selectOption("ct1");
    await admin.page.getByRole("dialog").locator('select[name="other"]').selectOption("d1");
    await admin.page.getByRole("button", { name: "保存" }).click();
    await admin.page.getByText("“演示-坐席一”没有“调度员”角色：会收到通知，但可能无权处理").waitFor();
    await admin.picture("roster-warned-zh");
    const { entries } = await demo.call("admin", "GET", "/roster");
    await demo.call("admin", "DELETE", `/roster/entries/${entries.at(-1).id}`);
    await admin.close();
});

test("a foreman puts somebody else on duty, and takes it back", async () => {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("foreman", "/roster");
    await desk.page.locator(".days tbody tr").first().waitFor();
    await desk.picture("roster-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("button", { name: "调整值班" }).click();
    const dialog = desk.page.getByRole("dialog");
    await dialog.locator('select[name="person"]').selectOption("demo-li-si");
    await dialog.locator('select[name="other"]').selectOption("demo-zhang-san");
    await desk.picture("roster-change-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await dialog.getByRole("button", { name: "保存" }).click();
    await desk.page.getByText("演示-李四 代 演示-张三").waitFor();
    const now = await demo.call("foreman", "GET", "/roster/now");
    assert.ok(now.items.some(({ holder, person }) => holder === "demo-zhang-san" && person === "demo-li-si"));
    await desk.page.getByRole("button", { name: "English" }).click();
    await desk.picture("roster-en");
    await desk.page.getByRole("button", { name: "Remove" }).click();
    await desk.page.getByRole("button", { name: "Yes" }).click();
    await desk.page.getByText("Nobody has changed anything.").waitFor();
    assert.deepEqual((await demo.call("foreman", "GET", "/roster")).entries, []);
    await desk.close();
});
