const { setTimeout: sleep } = require("node:timers/promises");
const { TestEnvironment } = require("jest-environment-node");

/** Milliseconds for what a file of tests leaves behind, such as a process that ends or a connection that closes. */
const MOST = 5_000;

/** What the SDK says of a call that the engine drops when it ends. */
const MONITOR_ENDS = "Resource monitor is terminating";

/**
 * Node, with four differences.
 *
 * Stacks that nobody reads are not mapped to the sources: the Pulumi SDK takes one for every promise and every resource, of an
 * error without a message. Users have no such mapping.
 *
 * A file is done when what it has opened is closed: jest kills a worker that does not end by itself at once.
 *
 * Handlers of unhandled rejections that the tests' modules add to `process` are called, as Node calls them; Jest gives modules
 * a copy of `process`, where they never are. By them alone the Automation API knows that it could not register an inline
 * program's stack: without them such a run ends without an error, and the engine deletes all resources.
 *
 * A call that the engine no longer answers after a failed run fails no test: Pulumi's Node host says nothing about it, but with
 * inline programs the SDK has removed its handler by then when the call comes late.
 */
module.exports = class extends TestEnvironment {
    constructor(config, context) {
        super(config, context);
        this.file = context.testPath;
    }

    async setup() {
        await super.setup();
        this.before = openResources();
        // Jest sets this one later, and outside of the tests' own global objects.
        const mapped = (error, frames) => Error.prepareStackTrace?.(error, frames) ?? unmapped(error, frames);
        this.global.Error.prepareStackTrace = (error, frames) =>
            error.message === "" ? unmapped(error, frames) : mapped(error, frames);
    }

    handleTestEvent({ name, error, promise }) {
        if (name !== "error" || promise === undefined) {
            return;
        }
        const isHandled = this.global.process.emit("unhandledRejection", error, promise);
        if (isHandled || error?.message === MONITOR_ENDS) {
            // Jest forgets the error of a promise that is handled later.
            promise.catch(() => undefined);
        }
    }

    async teardown() {
        await super.teardown();
        const isOpen = () => openResources().length > this.before.length;
        for (let waited = 0; isOpen() && waited < MOST; waited += 50) {
            await sleep(50);
        }
        if (isOpen()) {
            process.stderr.write(`${this.file} leaves open: ${openResources().join(", ")}\n`);
        }
    }
};

function unmapped(error, frames) {
    return [error, ...frames].join("\n    at ");
}

/** Not what it was given: pipes are also the streams of this process, which come when they are first used. */
const OWN = ["Immediate", "PipeWrap", "TTYWrap"];

/** What keeps this process running. */
function openResources() {
    return process.getActiveResourcesInfo().filter((type) => !OWN.includes(type));
}
