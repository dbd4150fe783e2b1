// A crew on the way, with a phone: its jobs, the next step, an arrival with position and photo; and all of it without a
// line, after a restart of the page, while the server is gone, and when somebody else got the job meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const kPlace = { latitude: 31.230416, longitude: 121.473701, accuracy: 12 };
const kPhone = {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    geolocation: kPlace,
    permissions: ["geolocation"],
};
let house = 200;

/** A fault of crew A, sent to it. */
async function dispatched(more = {}) {
    house += 1;
    const data = { site_class: "urban", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-101", ...more };
    const { id } = await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    return demo.call("dispatcher", "POST", `/tickets/${id}/events`, { event: "dispatch", data: { team: "A" } });
}

const ticketNow = (id) => demo.call("dispatcher", "GET", `/tickets/${id}`);

/** The steps of that name in the journal. */
async function steps(id, event) {
    const { items } = await demo.call("dispatcher", "GET", `/tickets/${id}/journal?limit=500`);
    return items.filter((item) => item.type === "case.moved" && item.event === event);
}

async function phone(options = {}) {
    const desk = await Desk.open(browser, demo, { ...kPhone, ...options });
    desk.expected.push(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE/);
    desk.expected.push(/ERR_CONNECTION_RESET|ERR_NETWORK|ERR_FAILED/);
    return desk;
}

const card = (page, { number }) => page.getByRole("article", { name: number });
const state = (page, job, name) => card(page, job).locator(".job-state", { hasText: name }).waitFor();
/** Its place is kept, without it. */
const gone = (page, { number }) => page.getByRole("button", { name: `知道了 ${number}` }).waitFor();
const queueEmpty = (page) => page.locator(".crew-waiting").waitFor({ state: "detached" });

/** The service worker has everything it needs. */
async function ready(page) {
    await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 20));
    });
}

/** A photo larger than what is sent, from the browser's own canvas. */
async function photo(page) {
    const url = await page.evaluate(() => {
        const canvas = document.createElement("canvas");
        Object.assign(canvas, { width: 2400, height: 1800 });
        const pen = canvas.getContext("2d");
        pen.fillStyle = "#386";
        pen.fillRect(200, 200, 1500, 900);
        return canvas.toDataURL("image/png");
    });
    return { name: "IMG_0001.png", mimeType: "image/png", buffer: Buffer.from(url.split(",")[1], "base64") };
}

/** From the top of the page, as one sees it after opening it. */
async function pictureFromTop(desk, name) {
    await desk.page.locator("#content").evaluate((content) => content.scrollTo(0, 0));
    await desk.picture(name);
}

async function arrive(page, job, { withPhoto = false } = {}) {
    await card(page, job).getByRole("button", { name: "更多" }).click();
    await card(page, job).getByRole("button", { name: "到达现场" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByText(/31\.230416,121\.473701 ±12m/).waitFor();
    if (withPhoto) {
        await sheet.locator('input[type="file"]').setInputFiles(await photo(page));
        await sheet.getByRole("img", { name: "照片" }).waitFor();
    }
    return sheet;
}

const submit = (sheet) => sheet.getByRole("button", { name: "到达现场", exact: true }).click();

test("a crew takes a job and arrives, with position and photo", async () => {
    const job = await dispatched({ contact_phone: "000-0000-0200", description: "电表冒烟" });
    const desk = await phone();
    const { page } = desk;
    await desk.logIn("area_manager");
    assert.equal(new URL(page.url()).pathname, "/crew");
    await state(page, job, "已派单");
    assert.equal(await card(page, job).getByRole("link", { name: /拨打/ }).getAttribute("href"), "tel:00000000200");
    await desk.picture("crew-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await card(page, job).getByRole("button", { name: "接单", exact: true }).click();
    await state(page, job, "已接单");
    await card(page, job).getByRole("button", { name: "出发", exact: true }).click();
    await state(page, job, "已出发");
    await card(page, job).getByRole("button", { name: "到达现场", exact: true }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByText(/±12m/).waitFor();
    await sheet.locator('input[type="file"]').setInputFiles(await photo(page));
    await sheet.getByRole("img", { name: "照片" }).waitFor();
    await desk.picture("crew-arrive-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await submit(sheet);
    await state(page, job, "已到达现场");
    await queueEmpty(page);
    const now = await ticketNow(job.id);
    assert.equal(now.data.position, "31.230416,121.473701 ±12m");
    assert.equal(now.attachments.length, 1);
    assert.match(now.attachments[0].name, /^到达现场 \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.jpg$/);
    assert.equal(now.attachments[0].media_type, "image/jpeg");
    assert.equal(now.attachments[0].evidence, null);
    const size = await page.evaluate(async (path) => {
        const { width, height } = await createImageBitmap(await (await fetch(path)).blob());
        return [width, height];
    }, `/api/v1/tickets/${job.id}/attachments/1`);
    assert.deepEqual(size, [1600, 1200]);
    await desk.close();
});

test("without a position an arrival goes in all the same, and says so", async () => {
    const job = await dispatched();
    const desk = await phone({ permissions: [] });
    const { page } = desk;
    await desk.logIn("area_manager", "/crew");
    await card(page, job).getByRole("button", { name: "接单", exact: true }).click();
    await state(page, job, "已接单");
    await card(page, job).getByRole("button", { name: "更多" }).click();
    await card(page, job).getByRole("button", { name: "到达现场" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByText("未允许定位：不带定位提交。").waitFor();
    await submit(sheet);
    await state(page, job, "已到达现场");
    await queueEmpty(page);
    assert.equal((await ticketNow(job.id)).data.position, undefined);
    await desk.close();
});

test("without a line the page opens, takes steps, and each goes once with the time of its button", async () => {
    const job = await dispatched();
    const desk = await phone();
    const { page, context } = desk;
    await desk.logIn("area_manager", "/crew");
    await state(page, job, "已派单");
    await ready(page);
    const held = await page.evaluate(async () => {
        const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const requests = await Promise.all(caches_.map((cache) => cache.keys()));
        return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    assert.ok(held.includes("/") && held.length > 10);
    assert.deepEqual(
        held.filter((path) => path.startsWith("/api")),
        [],
    );
    await context.setOffline(true);
    await page.reload();
    await page.getByText(/没有网络：照常操作/).waitFor();
    const before = Date.now();
    await card(page, job).getByRole("button", { name: "接单", exact: true }).click();
    await state(page, job, "已接单");
    const sheet = await arrive(page, job, { withPhoto: true });
    await submit(sheet);
    await card(page, job)
        .getByText(/到达现场 .* 待发送/)
        .waitFor();
    const pressed = Date.now();
    await pictureFromTop(desk, "crew-offline-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await card(page, job).locator(".job-number").click();
    await page.getByText("这一页没有打开").waitFor();
    // After a restart of the page what waits is still there.
    await page.reload();
    await page.getByText("2 步待发送").waitFor();
    assert.equal((await ticketNow(job.id)).state, "dispatched");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await context.setOffline(false);
    await queueEmpty(page);
    await state(page, job, "已到达现场");
    for (const event of ["acknowledge", "arrive"]) {
        const taken = await steps(job.id, event);
        assert.equal(taken.length, 1, event);
        const at = Date.parse(taken[0].at);
        // Whole seconds of the Date header are what the phone knows of the server's clock.
        assert.ok(at >= before - 1100 && at <= pressed + 50, `${event}: ${taken[0].at}`);
        assert.ok(Date.parse(taken[0].recorded_at) > pressed, event);
    }
    assert.equal((await ticketNow(job.id)).attachments.length, 1);
    await desk.close();
});

test("an answer that was lost on the way makes no second step", async () => {
    const job = await dispatched();
    const desk = await phone();
    const { page } = desk;
    await desk.logIn("area_manager", "/crew");
    await state(page, job, "已派单");
    let lost = 0;
    await page.route(`**/api/v1/tickets/${job.id}/events`, async (route) => {
        if (lost > 0) return route.continue();
        lost += 1;
        await route.fetch();
        await route.abort("failed");
    });
    await card(page, job).getByRole("button", { name: "接单", exact: true }).click();
    await card(page, job).getByText(/接单 .* 待发送/).waitFor();
    await page.getByRole("button", { name: "现在发送" }).click();
    await queueEmpty(page);
    await state(page, job, "已接单");
    assert.equal((await steps(job.id, "acknowledge")).length, 1);
    await desk.close();
});

test("a step that went in is found in the journal when its key is forgotten", async () => {
    const job = await dispatched();
    const desk = await phone();
    const { page } = desk;
    desk.expected.push(/ 409 /);
    await desk.logIn("area_manager", "/crew");
    await state(page, job, "已派单");
    let attempts = 0;
    await page.route(`**/api/v1/tickets/${job.id}/events`, async (route) => {
        attempts += 1;
        if (attempts === 1) {
            await route.fetch();
            return route.abort("failed");
        }
        // As a day later: the server no longer knows the key.
        const headers = { ...route.request().headers(), "idempotency-key": "another" };
        return route.continue({ headers });
    });
    await card(page, job).getByRole("button", { name: "接单", exact: true }).click();
    await card(page, job).getByText(/接单 .* 待发送/).waitFor();
    await page.getByRole("button", { name: "现在发送" }).click();
    await queueEmpty(page);
    await state(page, job, "已接单");
    assert.equal(attempts, 2);
    assert.equal((await steps(job.id, "acknowledge")).length, 1);
    await desk.close();
});

test("what the server finds faulty is corrected on the card", async () => {
    const job = await dispatched();
    const desk = await phone();
    const { page } = desk;
    desk.expected.push(/ 422 /);
    await desk.logIn("area_manager", "/crew");
    await card(page, job).getByRole("button", { name: "更多" }).click();
    await card(page, job).getByRole("button", { name: "退单" }).click();
    const sheet = page.getByRole("dialog");
    const reason = sheet.locator('[data-field="reason"] textarea');
    // As a workflow that asks for more since this morning would answer.
    const problem = {
        type: "urn:gongdan:problem:invalid-input",
        title: "Unprocessable Content",
        status: 422,
        detail: "内容有误",
        detail_en: "something is wrong",
        errors: [{ pointer: "/data/reason", code: "range", detail: "请写明哪条路", detail_en: "say which road" }],
    };
    await page.route(
        `**/api/v1/tickets/${job.id}/events`,
        (route) =>
            route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify(problem) }),
        { times: 1 },
    );
    await reason.fill("路不通");
    await sheet.getByRole("button", { name: "退单", exact: true }).click();
    await card(page, job).getByText("退单没有记入").waitFor();
    await card(page, job).getByRole("button", { name: "补正内容" }).click();
    await sheet.getByText("请写明哪条路").waitFor();
    assert.equal(await reason.inputValue(), "路不通");
    await reason.fill("演示路北段不通");
    await desk.picture("crew-fix-zh-phone");
    await sheet.getByRole("button", { name: "退单", exact: true }).click();
    await gone(page, job);
    await queueEmpty(page);
    assert.equal((await ticketNow(job.id)).data.reason, "演示路北段不通");
    await desk.close();
});

test("the server is gone for a while: nothing is lost, also over a new log-in", async () => {
    const job = await dispatched();
    const desk = await phone();
    const { page } = desk;
    desk.expected.push(/ 401 /);
    await desk.logIn("area_manager", "/crew");
    await state(page, job, "已派单");
    await ready(page);
    const port = Number(new URL(demo.url).port);
    await demo.halt();
    await card(page, job).getByRole("button", { name: "接单", exact: true }).click();
    await card(page, job).getByText(/接单 .* 待发送/).waitFor();
    await page.reload();
    await state(page, job, "已接单");
    await demo.run(port);
    // The demo's accounts are new ones at each start.
    await page.locator('input[name="username"]').fill("area_manager");
    await page.locator('input[name="password"]').fill(demo.accounts.area_manager);
    await page.locator('button[type="submit"]').click();
    await state(page, job, "已接单");
    await queueEmpty(page);
    assert.equal((await steps(job.id, "acknowledge")).length, 1);
    await desk.close();
});

test("a job that somebody else got meanwhile: the crew sees it, and decides", async () => {
    const [job, other] = [await dispatched(), await dispatched()];
    const desk = await phone();
    const { page, context } = desk;
    desk.expected.push(/ 404 | 409 /);
    await desk.logIn("area_manager", "/crew");
    await state(page, job, "已派单");
    await ready(page);
    await context.setOffline(true);
    for (const one of [job, other]) {
        await card(page, one).getByRole("button", { name: "接单", exact: true }).click();
        await card(page, one).getByText(/接单 .* 待发送/).waitFor();
    }
    await card(page, job).getByRole("button", { name: "出发", exact: true }).click();
    // One goes to another crew, in another crew's area; the other is voided.
    const away = { team: "B", area: "demo-203" };
    await demo.call("dispatcher", "POST", `/tickets/${job.id}/events`, { event: "reassign", data: away });
    await demo.call("foreman", "POST", `/tickets/${other.id}/events`, { event: "void", data: { reason: "重复来电" } });
    await context.setOffline(false);
    await card(page, job).getByText("这张工单已不归您").waitFor();
    await card(page, job).getByText(/出发 .* 等上一步处理后发送/).waitFor();
    await card(page, other).getByText("现在是“已作废”").waitFor();
    // From wherever he is on the page.
    await page.locator("#content").evaluate((content) => content.scrollTo(0, 0));
    await page.getByRole("button", { name: /2 步没有记入，请您处理/ }).click();
    await page.waitForFunction(
        (number) => {
            const { top, bottom } = document.querySelector(`[aria-label="${number}"]`).getBoundingClientRect();
            return top > 0 && bottom < window.innerHeight;
        },
        job.number,
    );
    await desk.picture("crew-conflict-zh-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    // Kept as a remark where it may be.
    await card(page, other).getByRole("button", { name: "改记为备注" }).click();
    await gone(page, other);
    const { items } = await demo.call("dispatcher", "GET", `/tickets/${other.id}/journal?limit=500`);
    assert.ok(items.some((item) => /接单，发生于/.test(String(item.text ?? ""))), JSON.stringify(items.at(-1)));
    // Discarded, after a question, one after the other.
    for (const step of ["接单", "出发"]) {
        await card(page, job).getByText(`${step}没有记入`).waitFor();
        await card(page, job).getByRole("button", { name: "放弃" }).click();
        await page.getByRole("button", { name: "确定" }).click();
    }
    await card(page, job).waitFor({ state: "detached" });
    assert.equal((await steps(job.id, "acknowledge")).length, 0);
    await desk.close();
});

test("what one person left on a phone the next one neither sees nor sends", async () => {
    const job = await dispatched();
    const desk = await phone();
    const { page, context } = desk;
    await desk.logIn("area_manager", "/crew");
    await state(page, job, "已派单");
    await page.route(`**/api/v1/tickets/${job.id}/events`, (route) => route.abort("failed"));
    await card(page, job).getByRole("button", { name: "接单", exact: true }).click();
    await card(page, job).getByText(/接单 .* 待发送/).waitFor();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByText("还有 1 步没有发出").waitFor();
    await page.getByRole("button", { name: "取消" }).click();
    await card(page, job).waitFor();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("button", { name: "确定" }).click();
    await page.locator('input[name="username"]').waitFor();
    const kept = () =>
        page.evaluate(
            () =>
                new Promise((resolve) => {
                    const opening = indexedDB.open("gongdan");
                    opening.onsuccess = () => {
                        const names = opening.result.transaction("kept").objectStore("kept").getAllKeys();
                        names.onsuccess = () => resolve(names.result.filter((name) => name !== "lease"));
                    };
                }),
        );
    assert.deepEqual(await kept(), []);
    await page.unrouteAll();
    await desk.logIn("foreman", "/crew");
    await state(page, job, "已派单");
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    assert.equal(await page.locator(".crew-waiting").count(), 0);
    assert.equal((await ticketNow(job.id)).state, "dispatched");
    await context.clearCookies();
    await page.goto(demo.url);
    await desk.logIn("area_manager", "/crew");
    await state(page, job, "已接单");
    await queueEmpty(page);
    assert.equal((await steps(job.id, "acknowledge"))[0].actor, "area_manager");
    await desk.close();
});

test("two tabs are one queue", async () => {
    const job = await dispatched();
    const desk = await phone();
    const { page, context } = desk;
    await desk.logIn("area_manager", "/crew");
    await state(page, job, "已派单");
    await ready(page);
    const second = await context.newPage();
    await second.goto(`${demo.url}/crew`);
    await state(second, job, "已派单");
    await context.setOffline(true);
    await card(page, job).getByRole("button", { name: "接单", exact: true }).click();
    await state(second, job, "已接单");
    await card(second, job).getByRole("button", { name: "出发", exact: true }).click();
    await page.getByText("2 步待发送").waitFor();
    await context.setOffline(false);
    await Promise.all([queueEmpty(page), queueEmpty(second)]);
    await Promise.all([state(page, job, "已出发"), state(second, job, "已出发")]);
    for (const event of ["acknowledge", "depart"]) assert.equal((await steps(job.id, event)).length, 1, event);
    await desk.close();
});

test("in English, at night", async () => {
    await dispatched({ contact_phone: "000-0000-0201" });
    const desk = await phone();
    const { page } = desk;
    await desk.logIn("area_manager", "/crew");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Night shift" }).click();
    await page.getByRole("button", { name: "Acknowledge", exact: true }).first().waitFor();
    await page.getByRole("button", { name: "More" }).first().click();
    await desk.picture("crew-en-dark-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.locator(".job-others").getByRole("button", { name: "Return" }).first().click();
    await page.getByRole("dialog").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Return", exact: true }).click();
    await page.getByText("Required").waitFor();
    await desk.picture("crew-return-en-dark-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("a foreman's desk shows the same jobs", async () => {
    const job = await dispatched();
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("foreman");
    assert.equal(new URL(page.url()).pathname, "/manage");
    await page.getByRole("link", { name: "我的任务" }).click();
    await state(page, job, "已派单");
    await desk.picture("crew-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await desk.close();
});
