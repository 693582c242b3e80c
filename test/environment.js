const { TestEnvironment } = require("jest-environment-node");

/**
 * Node, without the mapping to sources that jest does for each stack, where nobody reads the stack: the Pulumi SDK takes one for
 * every promise and every resource, of an error without a message. Users have no such mapping.
 */
module.exports = class extends TestEnvironment {
    async setup() {
        await super.setup();
        // Jest sets this one later, and outside of the tests' own global objects.
        const mapped = (error, frames) => Error.prepareStackTrace?.(error, frames) ?? unmapped(error, frames);
        this.global.Error.prepareStackTrace = (error, frames) =>
            error.message === "" ? unmapped(error, frames) : mapped(error, frames);
    }
};

function unmapped(error, frames) {
    return [error, ...frames].join("\n    at ");
}
