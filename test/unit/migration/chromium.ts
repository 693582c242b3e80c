import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser on the PATH; undefined if there is none. */
export function findChromium(): string | undefined {
    const folders = (process.env.PATH ?? "").split(delimiter);
    return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

type Values = Record<string, unknown>;

/** What the browser says on its own: `Log.entryAdded`. */
export interface BrowserEvent {
    method: string;
    params: Values;
}

interface Answer {
    id?: number;
    result?: Values;
    error?: { message: string };
}

/** A page in a headless Chromium, by the DevTools protocol over a pipe (https://chromedevtools.github.io/devtools-protocol). */
export class Page {
    readonly events: BrowserEvent[] = [];
    private readonly answers = new Map<number, (answer: Answer) => void>();
    private readonly expected: { method: string; seen: () => void }[] = [];
    private sent = 0;
    private unread = "";
    private session: string | undefined;

    private constructor(
        private readonly browser: ChildProcess,
        private readonly profile: string,
    ) {
        // What is not answered by then never is.
        browser.on("close", (code) => {
            for (const answer of this.answers.values()) {
                answer({ error: { message: `the browser has ended with ${code}` } });
            }
        });
        (browser.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => this.read(text));
    }

    static async open(executable: string): Promise<Page> {
        const profile = mkdtempSync(join(tmpdir(), "managed-identity-aks-chromium-"));
        const browser = spawn(
            executable,
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                `--user-data-dir=${profile}`,
                "--remote-debugging-pipe",
            ],
            { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
        );
        const page = new Page(browser, profile);
        const { targetId } = await page.send("Target.createTarget", { url: "about:blank" });
        const { sessionId } = await page.send("Target.attachToTarget", { targetId, flatten: true });
        page.session = String(sessionId);
        for (const domain of ["Page", "Runtime", "Log", "Network"]) {
            await page.send(`${domain}.enable`);
        }
        return page;
    }

    async show(url: string, colorScheme: "light" | "dark", width: number): Promise<void> {
        await this.send("Emulation.setEmulatedMedia", {
            features: [{ name: "prefers-color-scheme", value: colorScheme }],
        });
        await this.send("Emulation.setDeviceMetricsOverride", {
            width,
            height: 800,
            deviceScaleFactor: 1,
            mobile: false,
        });
        const loaded = new Promise<void>((seen) => this.expected.push({ method: "Page.loadEventFired", seen }));
        await this.send("Page.navigate", { url });
        await loaded;
    }

    /** Presses the Tab key. */
    async pressTab(): Promise<void> {
        const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
        await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
        await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
    }

    /** The value of an expression in the page. */
    async evaluate<T>(expression: string): Promise<T> {
        const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, returnByValue: true });
        if (exceptionDetails !== undefined) {
            throw new Error(JSON.stringify(exceptionDetails));
        }
        return (result as { value: T }).value;
    }

    async close(): Promise<void> {
        const ended = new Promise((resolve) => this.browser.on("close", resolve));
        this.session = undefined;
        await this.send("Browser.close").catch(() => undefined);
        await ended;
        rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
    }

    private async send(method: string, params: Values = {}): Promise<Values> {
        const id = ++this.sent;
        const answered = new Promise<Answer>((resolve) => this.answers.set(id, resolve));
        const message = { id, method, params, ...(this.session !== undefined && { sessionId: this.session }) };
        (this.browser.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
        const { result = {}, error } = await answered;
        if (error !== undefined) {
            throw new Error(`${method}: ${error.message}`);
        }
        return result;
    }

    /** Messages end with a zero. */
    private read(text: string): void {
        const messages = (this.unread + text).split("\0");
        this.unread = messages.pop() ?? "";
        for (const message of messages) {
            const parsed = JSON.parse(message) as Answer & BrowserEvent;
            if (parsed.id !== undefined) {
                this.answers.get(parsed.id)?.(parsed);
                this.answers.delete(parsed.id);
                continue;
            }
            this.events.push(parsed);
            const index = this.expected.findIndex(({ method }) => method === parsed.method);
            this.expected.splice(index, index < 0 ? 0 : 1).forEach(({ seen }) => {
                seen();
            });
        }
    }
}
