// What waits on a crew's phone: taken back before it is sent, kept over a restart of the browser, sent by one of two tabs
// where the browser has no locks; and what the page says when the last step went in.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const kPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const kNoLine = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/;
let house = 500;

/** A fault of crew A that stands after `events`. */
async function job(...events) {
    house += 1;
    const data = { site_class: "urban", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-101" };
    const { id } = await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    let now = await demo.call("dispatcher", "POST", `/tickets/${id}/events`, { event: "dispatch", data: { team: "A" } });
    for (const event of events) now = await demo.call("area_manager", "POST", `/tickets/${id}/events`, { event });
    return now;
}

const stateNow = async ({ id }) => (await demo.call("dispatcher", "GET", `/tickets/${id}`)).state;

/** How often the step stands in the journal. */
async function taken({ id }, event) {
    const { items } = await demo.call("dispatcher", "GET", `/tickets/${id}/journal?limit=500`);
    return items.filter((item) => item.type === "case.moved" && item.event === event).length;
}

/** More than a press is held. */
const kHeldMs = 7000;

async function phone() {
    const desk = await Desk.open(browser, demo, kPhone);
    desk.expected.push(kNoLine);
    await desk.page.clock.install();
    await desk.logIn("area_manager", "/crew");
    return desk;
}

const card = (page, { number }) => page.getByRole("article", { name: number });
const press = (page, one, step) => card(page, one).getByRole("button", { name: step, exact: true }).click();
const shows = (page, one, text) => card(page, one).getByText(text).waitFor();
const state = (page, one, name) => card(page, one).locator(".job-state", { hasText: name }).waitFor();
const queueEmpty = (page) => page.locator(".crew-waiting").waitFor({ state: "detached" });

/** The service worker has everything it needs. */
async function ready(page) {
    await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 20));
    });
}

test("a press is taken back before it is sent, and costs nothing", async () => {
    const one = await job("acknowledge", "arrive");
    const desk = await phone();
    const { page } = desk;
    await card(page, one).getByRole("button", { name: "更多" }).click();
    await card(page, one).getByRole("button", { name: "修复" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "修复", exact: true }).click();
    await shows(page, one, /修复 \d\d:\d\d 即将发送/);
    await state(page, one, "已修复");
    await desk.picture("crew-take-back-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await press(page, one, "撤回修复");
    await state(page, one, "已到达现场");
    await queueEmpty(page);
    await page.clock.fastForward(kHeldMs);
    assert.equal(await stateNow(one), "on_site");
    await desk.close();
});

test("without a line any step that waits is taken back, the last one first, and the card names them all", async () => {
    const one = await job();
    const desk = await phone();
    const { page, context } = desk;
    await state(page, one, "已派单");
    await context.setOffline(true);
    await press(page, one, "接单");
    await state(page, one, "已接单");
    await press(page, one, "出发");
    await page.clock.fastForward(kHeldMs);
    await page.getByText(/没有网络：照常操作/).waitFor();
    await shows(page, one, /接单 \d\d:\d\d 待发送/);
    await shows(page, one, /出发 \d\d:\d\d 待发送/);
    await desk.picture("crew-waiting-zh-phone");
    assert.equal(await card(page, one).getByRole("button", { name: "撤回接单" }).count(), 0);
    await press(page, one, "撤回出发");
    await state(page, one, "已接单");
    await context.setOffline(false);
    await queueEmpty(page);
    assert.deepEqual([await taken(one, "acknowledge"), await taken(one, "depart")], [1, 0]);
    assert.equal(await stateNow(one), "acknowledged");
    await desk.close();
});

test("a page whose files did not come is whole when there is a line again", async () => {
    const one = await job();
    const desk = await phone();
    const { page, context } = desk;
    desk.expected.push(/dynamically imported module|preload/);
    await state(page, one, "已派单");
    await ready(page);
    const link = card(page, one).getByRole("link", { name: one.number });
    await context.setOffline(true);
    await link.click();
    await page.getByText("这一页没有打开").waitFor();
    await context.setOffline(false);
    await link.click();
    const steps = page.locator(".ticket-steps");
    await steps.waitFor();
    assert.equal(await steps.evaluate((element) => getComputedStyle(element).display), "flex");
    await desk.close();
});

test("whoever puts the phone away sends what is held at once", async () => {
    const one = await job();
    const desk = await phone();
    const { page } = desk;
    await press(page, one, "接单");
    await shows(page, one, /即将发送/);
    await page.evaluate(() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    });
    await page.waitForFunction(() => document.querySelector(".crew-waiting") === null, undefined, { timeout: 4000 });
    assert.equal(await stateNow(one), "acknowledged");
    await desk.close();
});

test("after the last step the page says that the job is done and who goes on", async () => {
    const one = await job("acknowledge", "arrive", "repair", "restore");
    const desk = await phone();
    const { page } = desk;
    await press(page, one, "回单");
    // What it asks for may stay empty.
    await page.getByRole("dialog").getByRole("button", { name: "回单", exact: true }).click();
    await shows(page, one, "本班组的步骤已全部记下，发出后转调度员：审核通过");
    await page.getByRole("button", { name: "现在发送" }).click();
    const done = page.getByText("已完成（已回单），转调度员：审核通过");
    await done.waitFor();
    await desk.picture("crew-handed-on-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    // Over when the desk has gone on.
    await demo.call("dispatcher", "POST", `/tickets/${one.id}/events`, { event: "approve" });
    await page.clock.fastForward(kHeldMs);
    await page.getByText("后面已有人接着办").waitFor();
    assert.equal(await done.count(), 0);
    await page.getByRole("button", { name: `知道了 ${one.number}` }).click();
    await card(page, one).waitFor({ state: "detached" });
    await demo.call("dispatcher", "POST", `/tickets/${one.id}/comments`, { text: "已电话确认" });
    await page.clock.fastForward(kHeldMs);
    assert.equal(await card(page, one).count(), 0);
    await desk.close();
});

test("a browser that was closed under the queue has it when it is opened again, and sends it", async () => {
    const one = await job();
    const folder = mkdtempSync(join(tmpdir(), "gongdan-profile-"));
    const open = async () => {
        const desk = await Desk.ofProfile(folder, demo, kPhone);
        desk.expected.push(kNoLine, / 401 /);
        return desk;
    };
    try {
        const before = await open();
        await before.logIn("area_manager", "/crew");
        await state(before.page, one, "已派单");
        await ready(before.page);
        await before.context.setOffline(true);
        await press(before.page, one, "接单");
        await state(before.page, one, "已接单");
        await before.close();

        const after = await open();
        const { page, context } = after;
        await context.setOffline(true);
        await page.goto(`${demo.url}/crew`);
        await shows(page, one, /接单 \d\d:\d\d 待发送/);
        assert.equal(await stateNow(one), "dispatched");
        await context.setOffline(false);
        // The session went with the browser, or it did not: whoever is asked logs in, and the queue goes on.
        const asked = page.locator('input[name="username"]');
        await Promise.race([asked.waitFor(), queueEmpty(page)]);
        if (await asked.isVisible()) await after.logIn("area_manager", "/crew");
        await queueEmpty(page);
        assert.equal(await taken(one, "acknowledge"), 1);
        await after.close();
    } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
});

/** The lease as it lies on the phone. */
function lease(page) {
    return page.evaluate(
        () =>
            new Promise((resolve) => {
                const opening = indexedDB.open("gongdan");
                opening.onsuccess = () => {
                    const found = opening.result.transaction("kept").objectStore("kept").get("lease");
                    found.onsuccess = () => resolve(found.result);
                };
            }),
    );
}

test("without the browser's locks one of two tabs sends under a lease, each step once", async () => {
    const one = await job();
    const desk = await Desk.open(browser, demo, kPhone);
    desk.expected.push(kNoLine);
    const { page, context } = desk;
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
    await desk.logIn("area_manager", "/crew");
    await state(page, one, "已派单");
    assert.equal(await page.evaluate(() => navigator.locks), undefined);
    const second = await context.newPage();
    await second.goto(`${demo.url}/crew`);
    await state(second, one, "已派单");
    await context.setOffline(true);
    await press(page, one, "接单");
    await state(second, one, "已接单");
    await press(second, one, "出发");
    await page.getByText("2 步待发送").waitFor();
    await context.setOffline(false);
    await Promise.all([queueEmpty(page), queueEmpty(second)]);
    assert.deepEqual([await taken(one, "acknowledge"), await taken(one, "depart")], [1, 1]);
    const { holder, untilMs } = await lease(page);
    assert.ok(holder && untilMs <= Date.now(), "given back after the sending");
    await desk.close();
});

test("a lease of a tab that died is waited for, and nothing is sent under it", async () => {
    const one = await job();
    const desk = await Desk.open(browser, demo, kPhone);
    const { page, context } = desk;
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
    await page.clock.install();
    await desk.logIn("area_manager", "/crew");
    await state(page, one, "已派单");
    const hold = (ms) =>
        page.evaluate(
            (forMs) =>
                new Promise((resolve) => {
                    const opening = indexedDB.open("gongdan");
                    opening.onsuccess = () => {
                        const change = opening.result.transaction("kept", "readwrite");
                        change.objectStore("kept").put({ holder: "gone", untilMs: Date.now() + forMs }, "lease");
                        change.oncomplete = () => resolve();
                    };
                }),
            ms,
        );
    // As of a tab that read the clock a moment after this one: more than a whole lease ahead of it.
    await hold(190_000);
    await press(page, one, "接单");
    for (let attempt = 0; attempt < 3; attempt += 1) await page.clock.fastForward(kHeldMs);
    await page.getByText("1 步待发送").waitFor();
    assert.equal(await stateNow(one), "dispatched");
    await hold(0);
    await page.getByRole("button", { name: "现在发送" }).click();
    await queueEmpty(page);
    assert.equal(await stateNow(one), "acknowledged");
    await desk.close();
});
