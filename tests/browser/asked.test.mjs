// What a step asks for and does not need: it stands in the form from the start, may stay empty, and whoever looks the work
// over is told. Beside it what is left of a call-back that failed, and what a call without a telephone leads to.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const kPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let house = 600;

async function fire(role, { id }, event, data = {}) {
    return demo.call(role, "POST", `/tickets/${id}/events`, { event, data });
}

/** A fault of crew A whose power is back. */
async function restored() {
    house += 1;
    const data = { site_class: "urban", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-101" };
    const one = await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    await fire("dispatcher", one, "dispatch", { team: "A" });
    for (const event of ["acknowledge", "arrive", "restore"]) await fire("area_manager", one, event);
    return one;
}

async function replied(data = {}) {
    const one = await restored();
    await fire("area_manager", one, "reply", data);
    return one;
}

async function at(role, path, work, options = {}) {
    const desk = await Desk.open(browser, demo, options);
    await desk.logIn(role, path);
    await work(desk.page, desk);
    await desk.close();
}

const field = (place, name) => place.locator(`[data-field="${name}"]`);
const shownIn = (form) => form.locator("[data-field]").evaluateAll((all) => all.map((one) => one.dataset.field));
const steps = (page) => page.getByRole("group", { name: "现在可以做的" });
const state = (page, name) => page.locator(".ticket-state", { hasText: name }).waitFor();
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
const now = ({ id }) => demo.call("dispatcher", "GET", `/tickets/${id}`);

/** Asked for, and marked as no more than that. */
async function asksForTheReply(form) {
    assert.deepEqual(await shownIn(form), ["close_code", "cause", "result"]);
    for (const name of ["close_code", "cause", "result"]) await field(form, name).getByText("建议填写").waitFor();
    assert.equal(await form.locator(".is-required").count(), 0);
}

test("a crew's reply shows what it asks for on the phone, and goes in without; the review says what is missing", async () => {
    const one = await restored();
    await at(
        "area_manager",
        "/crew",
        async (page, desk) => {
            const card = page.getByRole("article", { name: one.number });
            await card.getByRole("button", { name: "回单", exact: true }).click();
            const sheet = page.getByRole("dialog");
            await asksForTheReply(sheet);
            await desk.picture("asked-crew-zh-phone");
            assert.deepEqual(await desk.accessibilityFaults(), []);
            assert.ok(await fits(page));
            await sheet.getByRole("button", { name: "回单", exact: true }).click();
            await page.getByRole("button", { name: "现在发送" }).click();
            await card.getByText("已完成（已回单），转调度员：审核通过").waitFor();
        },
        kPhone,
    );
    assert.equal((await now(one)).state, "replied");
    await at("dispatcher", `/tickets/${one.id}`, async (page, desk) => {
        await steps(page).locator('[data-event="approve"]').click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText("回单时未填写：结案代码、故障原因、处理结果").waitFor();
        await desk.picture("asked-review-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await dialog.getByRole("button", { name: "审核通过", exact: true }).click();
        await state(page, "已审核");
    });
});

test("at the desk the reply shows the same fields; the review names only what stayed empty", async () => {
    const one = await restored();
    await at("area_manager", `/tickets/${one.id}`, async (page, desk) => {
        await steps(page).locator('[data-event="reply"]').click();
        const dialog = page.getByRole("dialog");
        await asksForTheReply(dialog);
        await desk.picture("asked-reply-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await field(dialog, "cause").locator("textarea").fill("熔断器烧毁");
        await dialog.getByRole("button", { name: "回单", exact: true }).click();
        await state(page, "已回单");
    });
    assert.equal((await now(one)).data.cause, "熔断器烧毁");
    await at("dispatcher", `/tickets/${one.id}`, async (page) => {
        const dialog = page.getByRole("dialog");
        await steps(page).locator('[data-event="reject"]').click();
        await dialog.getByText("回单时未填写：结案代码、处理结果").waitFor();
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
        await steps(page).locator('[data-event="chase"]').click();
        await dialog.waitFor();
        assert.equal(await dialog.getByText("未填写").count(), 0);
    });
    await fire("dispatcher", one, "reject", { reason: "缺处理结果" });
    await at("area_manager", `/tickets/${one.id}`, async (page) => {
        await steps(page).locator('[data-event="reply"]').click();
        const dialog = page.getByRole("dialog");
        await field(dialog, "cause").getByText("现为：熔断器烧毁").waitFor();
        assert.equal(await dialog.getByText("现为").count(), 1);
    });
});

test("a complaint's answer asks for the verdict, its call-back whether the customer is satisfied", async () => {
    const data = { complaint_type: "service", description: "态度生硬（虚构）", area: "demo-101" };
    const one = await demo.call("call_taker", "POST", "/tickets", { workflow: "complaint", data });
    await fire("dispatcher", one, "contact");
    await at("dispatcher", `/tickets/${one.id}`, async (page) => {
        const dialog = page.getByRole("dialog");
        await steps(page).locator('[data-event="answer"]').click();
        assert.deepEqual(await shownIn(dialog), ["verdict", "result", "answer_text"]);
        await dialog.getByRole("button", { name: "答复", exact: true }).click();
        await state(page, "已答复");
        await steps(page).locator('[data-event="approve"]').click();
        await dialog.getByText("答复时未填写：属实与否、处理结果、答复内容").waitFor();
        await dialog.getByRole("button", { name: "审核通过", exact: true }).click();
        await state(page, "已审核");
        await steps(page).locator('[data-event="call_back"]').click();
        assert.deepEqual(await shownIn(dialog), ["satisfied", "opinion"]);
        assert.equal(await dialog.getByText("现为").count(), 0);
        await dialog.getByRole("button", { name: "回访", exact: true }).click();
        await state(page, "已回访");
    });
});

test("who replies for many is asked too; a reply that left nothing out is reviewed without a word", async () => {
    const both = [await restored(), await restored()];
    await at("area_manager", "/board", async (page, desk) => {
        for (const { number } of both) await page.getByLabel(`选择 ${number}`).check({ force: true });
        await page.getByText("已选 2 张").waitFor();
        await page.getByRole("button", { name: "回单", exact: true }).click();
        const dialog = page.getByRole("dialog");
        await asksForTheReply(dialog);
        await field(dialog, "cause").locator("textarea").fill("线路断线");
        await field(dialog, "result").locator("textarea").fill("已接通");
        await field(dialog, "close_code").locator(".el-select").click();
        await page.locator(".el-select-dropdown__item:visible", { hasText: "已修复" }).click();
        await desk.picture("asked-bulk-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await dialog.getByRole("button", { name: "回单", exact: true }).click();
        await page.getByText("完成 2 张，未成 0 张").waitFor();
    });
    await at("dispatcher", `/tickets/${both[0].id}`, async (page) => {
        await steps(page).locator('[data-event="approve"]').click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText("没有必填的内容，可以直接提交。").waitFor();
        assert.equal(await dialog.getByText("未填写").count(), 0);
    });
});

test("attempts in vain are told until the customer was reached; the archive hears what the reply left out", async () => {
    const one = await replied({ close_code: "repaired", result: "已更换" });
    await fire("dispatcher", one, "approve");
    await fire("call_taker", one, "not_reached", { unreached_because: "占线" });
    await at("call_taker", `/tickets/${one.id}`, async (page, desk) => {
        const flag = page.getByText("回访未接通 1 次");
        await flag.waitFor();
        await steps(page).locator('[data-event="call_back"]').click();
        const dialog = page.getByRole("dialog");
        assert.deepEqual(await shownIn(dialog), ["satisfied", "opinion"]);
        await field(dialog, "opinion").getByText("建议填写").waitFor();
        assert.equal(await field(dialog, "satisfied").getByText("建议填写").count(), 0);
        await field(dialog, "satisfied").getByText("是", { exact: true }).click();
        await dialog.getByRole("button", { name: "回访", exact: true }).click();
        await state(page, "已回访");
        await flag.waitFor({ state: "detached" });
        await steps(page).locator('[data-event="archive"]').click();
        await dialog.getByText("回单时未填写：故障原因").waitFor();
        // A customer need not have an opinion.
        assert.equal(await dialog.getByText("未填写").count(), 1);
        await desk.picture("asked-archive-zh");
        await dialog.getByRole("button", { name: "归档", exact: true }).click();
        await state(page, "已归档");
    });
});

test("a call without a telephone is told what that means, and taken all the same", async () => {
    const remark = "没有电话将无法回访。";
    await at("call_taker", "/tickets/new", async (page, desk) => {
        await field(page, "contact_phone").getByText(remark).waitFor();
        await desk.picture("asked-no-phone-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await field(page, "contact_phone").locator("textarea").fill("13800000600");
        await page.getByText(remark).waitFor({ state: "detached" });
        await field(page, "contact_phone").locator("textarea").fill("");
        await field(page, "contact_phone").getByText(remark).waitFor();
        await field(page, "fault_address").locator("textarea").fill("演示路 699 号（虚构）");
        await field(page, "site_class").getByText("城区").click();
        await page.getByRole("button", { name: "受理", exact: true }).click();
        await page.getByRole("button", { name: "仍然受理" }).click();
        await state(page, "已受理");
    });
});

test("in English and at night, on a phone, the same words", async () => {
    const one = await replied();
    await at(
        "dispatcher",
        `/tickets/${one.id}`,
        async (page, desk) => {
            await page.getByRole("button", { name: "English" }).click();
            await page.getByRole("button", { name: "Night shift" }).click();
            await page.locator('[data-event="approve"]').click();
            const dialog = page.getByRole("dialog");
            await dialog.getByText("Not filled in at “Reply”: Close code, Cause, Result").waitFor();
            await desk.picture("asked-review-en-dark-phone");
            assert.deepEqual(await desk.accessibilityFaults(), []);
            assert.ok(await fits(page));
            await page.keyboard.press("Escape");
            await dialog.waitFor({ state: "detached" });
            await fire("dispatcher", one, "reject", { reason: "缺原因" });
            await page.locator('[data-event="reply"]').click();
            await dialog.locator('[data-field="cause"]').getByText("recommended").waitFor();
            await desk.picture("asked-reply-en-dark-phone");
            assert.deepEqual(await desk.accessibilityFaults(), []);
        },
        kPhone,
    );
});
