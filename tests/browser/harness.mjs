// The real program with demo data, and Debian's Chromium in front of it. Every page that a test opens is watched: an
// error in the browser's console, or a request to any other host, fails the test.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before } from "node:test";

const require = createRequire(new URL("../../adapters/console/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const program = process.env.GONGDAN_PROGRAM;
/** Where screenshots go; without it none are made. */
const pictures = process.env.GONGDAN_SCREENSHOTS;

/** The demo on a free port. `accounts` and `tokens` are by role. */
export class Demo {
    static async start(options = []) {
        assert.ok(program, "GONGDAN_PROGRAM names no program");
        const demo = new Demo();
        demo.folder = mkdtempSync(join(tmpdir(), "gongdan-browser-"));
        demo.options = options;
        await demo.run(0);
        return demo;
    }

    /** Again on the same port and data: for a board to reconnect to. Accounts and tokens are new ones. */
    async restart() {
        await this.halt();
        await this.run(Number(new URL(this.url).port));
    }

    async run(port) {
        const data = join(this.folder, "data");
        this.process = spawn(
            program,
            ["serve", "--demo", "--data", data, "--listen", `127.0.0.1:${port}`, ...this.options],
            {
                stdio: ["ignore", "pipe", "inherit"],
            },
        );
        this.accounts = {};
        this.tokens = {};
        for await (const line of createInterface({ input: this.process.stdout })) {
            const account = /^ {2}user (\S+) +(\S+)$/.exec(line);
            const token = /^ {2}(\S+) +(gd_\S+)$/.exec(line);
            const address = /^gongdan: (\S+)$/.exec(line);
            if (account) this.accounts[account[1]] = account[2];
            if (token) this.tokens[token[1]] = token[2];
            if (address) {
                this.url = address[1];
                return;
            }
        }
        throw new Error("the program ended before it served");
    }

    async halt() {
        if (this.process.exitCode !== null) return;
        const gone = once(this.process, "exit");
        this.process.kill("SIGTERM");
        await gone;
    }

    async stop() {
        await this.halt();
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** An account that outlives a restart, with a password that its owner has chosen. */
    async addAccount(name, account) {
        const { initial_password } = await this.call("admin", "POST", "/users", { name, ...account });
        const post = (path, body, headers) =>
            fetch(`${this.url}/api/v1${path}`, {
                method: "POST",
                headers: { "Content-Type": "application/json", ...headers },
                body: JSON.stringify(body),
            });
        const entered = await post("/session", { name, password: initial_password });
        const cookie = entered.headers.get("set-cookie").split(";")[0];
        const { csrf } = await entered.json();
        const chosen = { password: initial_password, new_password: "four correct horses" };
        const changed = await post("/session/password", chosen, { Cookie: cookie, "X-CSRF-Token": csrf });
        assert.ok(changed.ok, await changed.text());
        this.accounts[name] = chosen.new_password;
    }

    /** Calls the API as `role`. */
    async call(role, method, path, body, headers = {}) {
        const response = await fetch(`${this.url}/api/v1${path}`, {
            method,
            headers: { Authorization: `Bearer ${this.tokens[role]}`, "Content-Type": "application/json", ...headers },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await response.text();
        assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
        return text === "" ? undefined : JSON.parse(text);
    }
}

function browserOptions() {
    const paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    const executablePath = process.env.GONGDAN_CHROMIUM ?? paths.find(existsSync);
    assert.ok(executablePath, "no Chromium: ./dev test installs Debian's");
    return { executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] };
}

export async function launch() {
    return chromium.launch(browserOptions());
}

const kWindow = {
    viewport: { width: 1366, height: 768 },
    locale: "zh-CN",
    // Nothing fades: what is shown is there, and a picture shows all of it.
    reducedMotion: "reduce",
};

/** Starts a demo and a browser before a file's tests and ends both after them; `take` gets them. */
export function withDemo(take, options = []) {
    let demo;
    let browser;
    before(async () => {
        demo = await Demo.start(options);
        browser = await launch();
        take({ demo, browser });
    });
    after(async () => {
        await browser?.close();
        await demo?.stop();
    });
}

/** A window of somebody; `page` is Playwright's. */
export class Desk {
    static async open(browser, demo, options = {}) {
        return Desk.in(await browser.newContext({ ...kWindow, ...options }), demo);
    }

    /** In a browser of its own that keeps everything in `folder`, as a phone does: close it, and open it again. */
    static async ofProfile(folder, demo, options = {}) {
        const context = await chromium.launchPersistentContext(folder, { ...browserOptions(), ...kWindow, ...options });
        return Desk.in(context, demo);
    }

    static async in(context, demo) {
        const desk = new Desk();
        desk.demo = demo;
        desk.faults = [];
        /** What the test expects to go wrong: patterns of faults that do not count. */
        desk.expected = [];
        desk.context = context;
        desk.page = await context.newPage();
        desk.page.on("pageerror", (error) => desk.faults.push(`page error: ${error.message}`));
        desk.page.on("console", (message) => {
            if (message.type() === "error") desk.faults.push(`console: ${message.text()} ${message.location().url}`);
        });
        desk.page.on("request", (request) => {
            const url = request.url();
            if (!url.startsWith(demo.url) && !/^(blob|data):/.test(url)) desk.faults.push(`outside request: ${url}`);
        });
        return desk;
    }

    async logIn(role, path = "/") {
        const { page, demo } = this;
        this.expected.push(/401.*\/api\/v1\/session/);
        await page.goto(demo.url + path);
        await page.locator('input[name="username"]').fill(role);
        await page.locator('input[name="password"]').fill(demo.accounts[role]);
        await page.locator('button[type="submit"]').click();
        await page.locator("#content").waitFor();
    }

    async picture(name) {
        if (!pictures) return;
        mkdirSync(pictures, { recursive: true });
        await this.page.screenshot({ path: join(pictures, `${name}.png`) });
    }

    /** axe-core's findings of WCAG 2.2 A and AA on what is shown now, as one line each. */
    async accessibilityFaults() {
        await this.page.evaluate(require("node:fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
        const found = await this.page.evaluate(() =>
            globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
        );
        return found.violations.map(
            ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
        );
    }

    /** Ends the window; fails when the browser had anything to complain about. */
    async close() {
        await this.context.close();
        const faults = this.faults.filter((fault) => !this.expected.some((pattern) => pattern.test(fault)));
        assert.deepEqual(faults, []);
    }
}
