// Logging in, in both languages, by day and by night.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

test("a stranger is asked who he is, and comes to the page he wanted", async () => {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("dispatcher", "/board");
    assert.equal(new URL(desk.page.url()).pathname, "/board");
    await desk.page.getByText("演示-指挥").first().waitFor();
    await desk.picture("board-zh");
    await desk.close();
});

test("a wrong password is refused in the reader's language", async () => {
    const desk = await Desk.open(browser, demo);
    desk.expected.push(/401/);
    await desk.page.goto(demo.url);
    await desk.page.getByText("还需填写：账号、口令").waitFor();
    // No identity provider is configured: nobody is sent there.
    assert.equal(await desk.page.getByRole("link", { name: "统一身份认证" }).count(), 0);
    await desk.picture("login-zh");
    await desk.page.getByRole("button", { name: "English" }).click();
    await desk.page.locator('input[name="username"]').fill("dispatcher");
    await desk.page.locator('input[name="password"]').fill("not the password");
    await desk.page.getByRole("button", { name: "Log in" }).click();
    const alert = desk.page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /password/i);
    await desk.picture("login-refused-en");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("the night shift's colours stay when the page is opened again", async () => {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("dispatcher");
    await desk.page.getByRole("button", { name: "夜班（深色）" }).click();
    await desk.page.reload();
    await desk.page.locator("#content").waitFor();
    assert.match((await desk.page.locator("html").getAttribute("class")) ?? "", /dark/);
    await desk.picture("board-zh-dark");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});
