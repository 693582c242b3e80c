// Jest asks for a hundred frames a stack, and maps each of them. Ten are Node's own default.
Error.stackTraceLimit = 10;

// The Pulumi SDK takes a stack for every promise and resource, of an error without a message. Nobody reads these: they need
// not be mapped to the sources, which takes as long as all the rest. They are mapped nowhere else either.
const mapped = Error.prepareStackTrace;
Error.prepareStackTrace = (error, frames) =>
    error.message === "" || mapped === undefined ? [error, ...frames].join("\n    at ") : mapped(error, frames);

// Random values are the same in each run, unless RANDOM_SEED says otherwise: a test that fails fails again.
jest.mock("fast-check", () => {
    const fastCheck = jest.requireActual("fast-check");
    fastCheck.configureGlobal({ seed: Number(process.env.RANDOM_SEED ?? 20261127) });
    return fastCheck;
});
