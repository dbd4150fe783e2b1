// A crew's phone holds still: whatever comes, goes or is sent, under the thumb stays the button that was there. What is new
// is told at the head, and a step that was refused is told on every page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const kPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** More than a press is held. */
const kHeldMs = 7000;
let house = 800;

/** A fault of crew A that stands after `events`; it was called in `minutes` ago, so that what is first is told. */
async function job(minutes, ...events) {
    house += 1;
    const data = { site_class: "urban", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-101" };
    const occurred_at = new Date(Date.now() - minutes * 60_000).toISOString();
    const opened = { workflow: "fault-repair", data, occurred_at };
    const { id } = await demo.call("call_taker", "POST", "/tickets", opened);
    await fire("dispatcher", { id }, "dispatch", { team: "A" });
    for (const event of events) await fire("area_manager", { id }, event);
    return demo.call("dispatcher", "GET", `/tickets/${id}`);
}

const fire = (role, { id }, event, data = {}) => demo.call(role, "POST", `/tickets/${id}/events`, { event, data });

async function phone(role = "area_manager", options = {}) {
    const desk = await Desk.open(browser, demo, { ...kPhone, ...options });
    desk.expected.push(/ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|ERR_FAILED|ERR_NETWORK/);
    await desk.page.clock.install();
    await desk.logIn(role);
    assert.equal(new URL(desk.page.url()).pathname, "/crew");
    return desk;
}

const card = (page, { number }) => page.getByRole("article", { name: number });
const button = (page, one, name) => card(page, one).getByRole("button", { name, exact: true });
const state = (page, one, name) => card(page, one).locator(".job-state", { hasText: name }).waitFor();
const numbers = (page) => page.getByRole("article").evaluateAll((all) => all.map((one) => one.ariaLabel));
const waiting = (page) => page.locator(".crew-waiting");

/** It asks for what may stay empty. */
async function reply(page, one, name) {
    await button(page, one, name).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name, exact: true }).click();
    await sheet.waitFor({ state: "detached" });
}

/** Where on the screen the large button, or what took its place, is. */
async function placeOf(page, one) {
    const { x, y, width, height } = await card(page, one).locator(".job-act").boundingBox();
    return [x, y, width, height].map(Math.round).join();
}

/** Where each of these cards is. */
async function places(page, ...jobs) {
    const boxes = await Promise.all(jobs.map((one) => card(page, one).boundingBox()));
    return boxes.map(({ y, height }) => `${Math.round(y)}+${Math.round(height)}`);
}

async function toTop(page) {
    await page.locator("#content").evaluate((content) => content.scrollTo(0, 0));
}

/** Only these are on the page: whatever the demo or another test left is done. */
async function cleared() {
    for (const workflow of ["fault-repair", "work-order"]) {
        const { items } = await demo.call("dispatcher", "GET", `/tickets?workflow=${workflow}&limit=200`);
        const open = items.filter(({ allowed_events }) => allowed_events.includes("void"));
        for (const one of open) await fire("dispatcher", one, "void", { reason: "演示结束" });
    }
}

test("no button moves while a step is held, sent and in", async () => {
    await cleared();
    const [one, other] = [await job(9), await job(5, "acknowledge")];
    const desk = await phone();
    const { page } = desk;
    await state(page, one, "已派单");
    await desk.picture("crew-calm-before-zh-phone");
    const before = [await placeOf(page, one), await placeOf(page, other)];
    await button(page, one, "接单").click();
    await button(page, one, "撤回接单").waitFor();
    await waiting(page).waitFor();
    assert.deepEqual([await placeOf(page, one), await placeOf(page, other)], before);
    await desk.picture("crew-calm-during-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.clock.fastForward(kHeldMs);
    await waiting(page).waitFor({ state: "detached" });
    await state(page, one, "已接单");
    assert.deepEqual([await placeOf(page, one), await placeOf(page, other)], before);
    await desk.picture("crew-calm-after-zh-phone");
    await desk.close();
});

test("without a line several steps of a job wait where they have their place", async () => {
    await cleared();
    const [one, other] = [await job(9), await job(5)];
    const desk = await phone();
    const { page, context } = desk;
    await state(page, one, "已派单");
    const before = [await placeOf(page, one), await placeOf(page, other)];
    await context.setOffline(true);
    for (const step of ["接单", "出发"]) await button(page, one, step).click();
    await page.getByText("2 步待发送").waitFor();
    await page.getByText(/没有网络/).waitFor();
    await state(page, one, "已出发");
    assert.deepEqual([await placeOf(page, one), await placeOf(page, other)], before);
    await desk.picture("crew-calm-offline-zh-phone");
    await context.setOffline(false);
    await waiting(page).waitFor({ state: "detached" });
    assert.deepEqual([await placeOf(page, one), await placeOf(page, other)], before);
    await desk.close();
});

test("the job in hand keeps its place until the order is made anew, and then stands among those in hand", async () => {
    await cleared();
    const [soon, later, mine] = [await job(9), await job(6), await job(3, "acknowledge")];
    const desk = await phone();
    const { page } = desk;
    await state(page, mine, "已接单");
    const opened = [soon, later, mine].map(({ number }) => number);
    assert.deepEqual(await numbers(page), opened);
    const before = await placeOf(page, soon);
    await button(page, soon, "接单").click();
    await page.getByRole("button", { name: "现在发送" }).click();
    await waiting(page).waitFor({ state: "detached" });
    await button(page, soon, "出发").click();
    await state(page, soon, "已出发");
    assert.deepEqual(await numbers(page), opened);
    assert.equal(await placeOf(page, soon), before);
    const anew = page.getByRole("button", { name: "重新排序" });
    await anew.waitFor();
    await desk.picture("crew-calm-unsettled-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await anew.click();
    await anew.waitFor({ state: "detached" });
    assert.deepEqual(await numbers(page), [later, soon, mine].map(({ number }) => number));
    await desk.picture("crew-calm-settled-zh-phone");
    await desk.close();
});

test("jobs that arrive are told at the head and move nothing; the word leads to them", async () => {
    await cleared();
    const [one, last] = [await job(9, "acknowledge"), await job(4, "acknowledge")];
    const desk = await phone();
    const { page } = desk;
    await state(page, one, "已接单");
    await card(page, one).locator(".job-place").click();
    const before = await places(page, one, last);
    const came = [await job(20), await job(15)];
    await page.clock.fastForward(kHeldMs);
    const chip = page.getByRole("button", { name: "2 个新任务" });
    await chip.waitFor();
    assert.deepEqual(await places(page, one, last), before);
    assert.equal(await chip.locator("xpath=ancestor::*[@role='status']").count(), 1);
    await desk.picture("crew-calm-arrived-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.locator("#content").evaluate((content) => content.scrollTo(0, content.scrollHeight));
    await chip.click();
    await chip.waitFor({ state: "detached" });
    assert.deepEqual(await numbers(page), [...came, one, last].map(({ number }) => number));
    const head = await page.locator(".crew-head").boundingBox();
    const { y } = await card(page, came[0]).boundingBox();
    assert.ok(y >= head.y + head.height && y < 300, `the first that came stands at ${y}`);
    await desk.picture("crew-calm-looked-zh-phone");
    await desk.close();
});

test("a job that went leaves its place as it was, also one that somebody took away", async () => {
    await cleared();
    const [away, done, last] = [
        await job(9, "acknowledge"),
        await job(6, "acknowledge", "arrive", "restore"),
        await job(3, "acknowledge"),
    ];
    const desk = await phone();
    const { page } = desk;
    await state(page, last, "已接单");
    await button(page, done, "更多").click();
    await button(page, done, "更多").click();
    const before = await places(page, away, done, last);
    await reply(page, done, "回单");
    await card(page, done).getByText("本班组的步骤已全部记下").waitFor();
    assert.deepEqual(await places(page, away, done, last), before);
    await fire("dispatcher", away, "void", { reason: "重复来电" });
    await page.clock.fastForward(kHeldMs);
    await card(page, done).getByText("已完成（已回单），转调度员：审核通过").waitFor();
    await card(page, away).getByText("已不在您的任务里").waitFor();
    assert.deepEqual(await places(page, away, done, last), before);
    await toTop(page);
    await desk.picture("crew-calm-gone-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.getByRole("button", { name: "重新排序" }).click();
    assert.deepEqual(await numbers(page), [last.number]);
    await desk.close();
});

test("the last button comes out from under the bar", async () => {
    await cleared();
    const jobs = [await job(9), await job(6), await job(3)];
    const desk = await phone();
    const { page } = desk;
    await state(page, jobs[2], "已派单");
    await page.locator("#content").evaluate((content) => content.scrollTo(0, content.scrollHeight));
    const bar = await page.locator(".crew-bar").boundingBox();
    const more = await button(page, jobs[2], "更多").boundingBox();
    assert.ok(more.y + more.height <= bar.y, `${more.y + more.height} under ${bar.y}`);
    assert.equal(Math.round(bar.y + bar.height), 844);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await desk.close();
});

test("what a foreman may review does not come under his thumb; a job sent to another station's crew is no longer his", async () => {
    const done = await job(3, "acknowledge", "arrive", "restore");
    const moved = await job(4, "acknowledge");
    const desk = await phone("foreman");
    const { page } = desk;
    await card(page, moved).getByText("演示东所抢修一班").waitFor();
    await reply(page, done, "回单");
    await card(page, done).getByText(/审核通过/).waitFor();
    assert.equal(await button(page, done, "审核通过").count(), 0);
    await desk.picture("crew-calm-foreman-zh-phone");
    await fire("dispatcher", moved, "reassign", { team: "B" });
    await card(page, moved).getByText("已不在您的任务里").waitFor();
    assert.equal(await card(page, moved).locator(".job-next").count(), 0);
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("a foreman on a phone begins with the jobs too, held upright or across", async () => {
    const desk = await phone("foreman");
    await desk.close();
    const across = await phone("foreman", { viewport: { width: 844, height: 390 } });
    await across.picture("crew-across-zh-phone");
    await across.close();
});

test("a step that was refused is told on every page, and the word leads to it", async () => {
    await cleared();
    const one = await job(9);
    const desk = await phone();
    const { page, context } = desk;
    desk.expected.push(/ 409 /);
    await state(page, one, "已派单");
    await context.setOffline(true);
    await button(page, one, "接单").click();
    await waiting(page).waitFor();
    await fire("dispatcher", one, "void", { reason: "重复来电" });
    // The line comes back while he looks at something else.
    await page.route(`**/api/v1/tickets/${one.id}/events`, (route) => route.abort("failed"));
    await context.setOffline(false);
    await page.getByRole("button", { name: "菜单" }).click();
    await page.getByRole("link", { name: "值班表" }).click();
    await page.getByRole("heading", { name: "值班表" }).waitFor();
    await page.unrouteAll();
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await page.clock.fastForward(kHeldMs);
    const told = page.getByRole("link", { name: /1 步没有记入，请您处理/ });
    await told.waitFor();
    await desk.picture("crew-refused-elsewhere-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.getByRole("button", { name: "菜单" }).click();
    await page.getByRole("link", { name: /我的任务 ?1/ }).waitFor();
    await desk.picture("crew-refused-menu-zh-phone");
    await page.getByRole("button", { name: "菜单" }).click();
    await told.click();
    await card(page, one).getByText("接单没有记入").waitFor();
    assert.equal(await told.count(), 0);
    await desk.picture("crew-refused-zh-phone");
    await desk.close();
});

test("a wrong telephone number is told before it is kept", async () => {
    await cleared();
    const one = await job(9);
    const desk = await phone();
    const { page } = desk;
    await button(page, one, "更多").click();
    await card(page, one).getByRole("button", { name: "接单（填写内容）" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.locator(".el-select").last().click();
    await page.getByRole("option", { name: "联系电话" }).click();
    await sheet.locator('[data-field="contact_phone"] textarea').fill("12");
    await sheet.getByRole("button", { name: "接单", exact: true }).click();
    await sheet.locator(".el-form-item__error").waitFor();
    await desk.picture("crew-telephone-zh-phone");
    assert.equal(await waiting(page).count(), 0);
    await sheet.locator('[data-field="contact_phone"] textarea').fill("000-0000-0203");
    await sheet.getByRole("button", { name: "接单", exact: true }).click();
    await waiting(page).waitFor();
    await desk.close();
});

test("in English, at night, with something new, something waiting and something gone", async () => {
    await cleared();
    const [one, done] = [await job(9, "acknowledge"), await job(6, "acknowledge", "arrive", "restore")];
    const desk = await phone();
    const { page } = desk;
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Night shift" }).click();
    const before = await places(page, one, done);
    await reply(page, done, "Reply");
    await page.getByRole("button", { name: "Send now" }).click();
    await waiting(page).waitFor({ state: "detached" });
    await job(2);
    await page.clock.fastForward(kHeldMs);
    await page.getByRole("button", { name: "1 new job" }).waitFor();
    await button(page, one, "Depart").click();
    await button(page, one, "Take back: Depart").waitFor();
    assert.deepEqual(await places(page, one, done), before);
    await desk.picture("crew-calm-en-dark-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await desk.close();
});
