// Two dispatchers on one ticket see each other: on the ticket, in the step's dialog, on the board; and not when gone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const addDispatcher = (name, person) => demo.addAccount(name, { roles: ["dispatcher"], scope: { person } });

async function newFault() {
    return demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: "演示路 12 号（虚构）", area: "demo-101" },
    });
}

async function at(role, path, options) {
    const desk = await Desk.open(browser, demo, options);
    await desk.logIn(role, path);
    return desk;
}

const chip = (page, words) => page.locator(".present li", { hasText: words });

test("two dispatchers on one ticket see each other looking, writing and gone", async () => {
    await addDispatcher("night", "d2");
    const ticket = await newFault();
    const one = await at("dispatcher", `/tickets/${ticket.id}`);
    const two = await at("night", `/tickets/${ticket.number}`);
    await chip(two.page, "正在查看").waitFor();
    await chip(one.page, "演示-指挥二 正在查看").waitFor();
    await one.picture("presence-looking-zh");
    assert.deepEqual(await one.accessibilityFaults(), []);

    await two.page.getByRole("button", { name: "派单" }).click();
    await two.page.getByRole("dialog").waitFor();
    await chip(one.page, "演示-指挥二 正在填写").waitFor();
    await one.page.getByRole("button", { name: "派单" }).click();
    await one.page.getByRole("dialog").getByText("也正在这张工单上填写步骤").waitFor();
    await one.picture("presence-also-writing-zh");
    assert.deepEqual(await one.accessibilityFaults(), []);
    await one.page.keyboard.press("Escape");

    await two.page.goto(`${demo.url}/board`);
    await one.page.locator(".present").waitFor({ state: "detached" });
    await two.close();
    await one.close();
});

test("the board marks a ticket at which somebody is, also when the board is opened later", async () => {
    const ticket = await newFault();
    const crew = await at("dispatcher", `/tickets/${ticket.id}`);
    const board = await at("auditor", "/board", { colorScheme: "dark" });
    const row = board.page.locator(`#row-${ticket.id}`);
    await board.page.getByRole("search").getByRole("textbox").first().fill(ticket.number);
    await row.locator(".present-mark").waitFor();
    await board.picture("presence-board-dark-zh");
    assert.deepEqual(await board.accessibilityFaults(), []);
    await crew.page.goto(`${demo.url}/board`);
    await row.locator(".present-mark").waitFor({ state: "detached" });
    await board.close();
    await crew.close();
});

test("on a phone the chips stay within the page", async () => {
    const ticket = await newFault();
    const phone = await at("dispatcher", `/tickets/${ticket.id}`, { viewport: { width: 390, height: 844 } });
    const other = await at("night", `/tickets/${ticket.id}`);
    await chip(phone.page, "正在查看").waitFor();
    const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false);
    await phone.picture("presence-phone-zh");
    await other.close();
    await phone.close();
});

test("after a restart of the server both see each other again, without doing anything", async () => {
    await addDispatcher("early", "d1");
    await addDispatcher("late", "d2");
    const ticket = await newFault();
    const one = await at("early", `/tickets/${ticket.id}`);
    const two = await at("late", `/tickets/${ticket.id}`);
    await chip(one.page, "演示-指挥二 正在查看").waitFor();
    for (const desk of [one, two]) desk.expected.push(/ERR_|Failed to (fetch|load)|502|503/);
    await demo.restart();
    await one.page.locator(".present").waitFor({ state: "detached" });
    await chip(one.page, "演示-指挥二 正在查看").waitFor({ timeout: 60_000 });
    await chip(two.page, "演示-指挥一 正在查看").waitFor({ timeout: 60_000 });
    await two.close();
    await one.close();
});
