// The proof of the journal: an auditor has it verified and watches, takes a proof and an export away, and is told when
// somebody has edited the file behind the program's back.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const data = () => join(demo.folder, "data");
const sql = (statement) =>
    execFileSync("sqlite3", ["-cmd", ".timeout 5000", join(data(), "gongdan.db"), statement], {
        encoding: "utf8",
    }).trim();
const checks = (option, file) =>
    execFileSync(process.env.GONGDAN_PROGRAM, ["verify", option, file, "--key", join(data(), "seal.pub")]);

async function noSidewaysScrolling(page) {
    const [shown, needed] = await page.evaluate(() => {
        const content = document.querySelector("#content");
        return [content.clientWidth, content.scrollWidth];
    });
    assert.ok(needed <= shown, `${needed} px in ${shown}`);
}

test("an auditor has the journal verified, and takes away what a stranger can check", async () => {
    const desk = await Desk.open(browser, demo, { acceptDownloads: true });
    await desk.logIn("auditor", "/proof");
    await desk.page.getByRole("heading", { name: "尚未查验" }).waitFor();
    await desk.picture("proof-never-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);

    await desk.page.getByRole("button", { name: "立即查验" }).click();
    await desk.page.getByRole("heading", { name: "未发现问题" }).waitFor();
    await desk.page.getByText(/第 \d+ 号 ·/).waitFor();
    await desk.page.mouse.move(500, 300);
    await desk.picture("proof-sound-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    const { verification } = await demo.call("auditor", "GET", "/proof");
    assert.equal(verification.by, "auditor");

    const seq = sql("SELECT max(seq) FROM journal WHERE case_id = 1 AND seq <= (SELECT max(last_seq) FROM seals)");
    await desk.page.getByLabel("日志序号").fill(seq);
    const proof = desk.page.waitForEvent("download");
    await desk.page.getByRole("button", { name: "出具并下载" }).click();
    assert.equal((await proof).suggestedFilename(), `proof-${seq}.json`);
    checks("--proof", await (await proof).path());

    const journal = desk.page.waitForEvent("download");
    await desk.page.getByRole("link", { name: "日志（NDJSON）" }).click();
    const file = await (await journal).path();
    const phone = sql("SELECT json_extract(personal, '$.contact_phone.value') FROM journal WHERE case_id = 1 LIMIT 1");
    assert.match(phone, /^[\d-]{11,}$/);
    assert.ok(!readFileSync(file, "utf8").includes(phone));
    checks("--journal", file);

    await desk.page.getByRole("heading", { name: "封印列表" }).scrollIntoViewIfNeeded();
    await desk.picture("proof-exports-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);

    desk.expected.push(/404.*\/proof\/events\/999999/);
    await desk.page.getByLabel("日志序号").fill("999999");
    await desk.page.getByRole("button", { name: "出具并下载" }).click();
    await desk.page.getByText("没有序号为 999999 的工单日志").waitFor();
    // What is not there is not sealed in a minute either.
    assert.equal(await desk.page.getByText("还没有封印，证明要等").count(), 0);
    await desk.close();
});

test("every event of a ticket says whether it is sealed and leads to its proof, for those who may", async () => {
    const number = sql("SELECT number FROM cases WHERE id = 1");
    const desk = await Desk.open(browser, demo);
    await desk.logIn("auditor", `/tickets/${number}`);
    await desk.page
        .getByText(/第 \d+ 条，已封印/)
        .first()
        .waitFor();
    await desk.picture("journal-sealed-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("link", { name: "出具证明" }).first().click();
    await desk.page.waitForURL(/\/proof\?event=\d+/);
    assert.match(await desk.page.getByLabel("日志序号").inputValue(), /^\d+$/);
    await desk.close();

    const dispatcher = await Desk.open(browser, demo);
    await dispatcher.logIn("dispatcher", `/tickets/${number}`);
    await dispatcher.page.locator(".journal li").first().waitFor();
    assert.equal(await dispatcher.page.getByRole("link", { name: "出具证明" }).count(), 0);
    assert.equal(await dispatcher.page.getByRole("link", { name: "存证" }).count(), 0);
    await dispatcher.close();
});

test("an edit of the file behind the program's back is told in words, by night and on a telephone", async () => {
    const seq = sql("SELECT min(seq) FROM journal WHERE case_id = 2");
    sql(`UPDATE journal SET occurred_at = occurred_at - 600000 WHERE seq = ${seq}`);
    const desk = await Desk.open(browser, demo);
    await desk.logIn("admin", "/proof");
    await desk.page.getByRole("button", { name: "English" }).click();
    await desk.page.getByRole("button", { name: "Verify now" }).click();
    await desk.page.getByRole("heading", { name: "Faults were found" }).waitFor();
    await desk.page.getByText(`The first fault: event ${seq}`).waitFor();
    await noSidewaysScrolling(desk.page);
    await desk.picture("proof-faulty-en");
    await desk.page.getByRole("button", { name: "Night shift (dark)" }).click();
    await desk.page.mouse.move(500, 300);
    await desk.picture("proof-faulty-en-dark");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.setViewportSize({ width: 390, height: 844 });
    await noSidewaysScrolling(desk.page);
    await desk.picture("proof-faulty-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});
