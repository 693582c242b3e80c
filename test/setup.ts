// Jest asks for a hundred frames a stack, and maps each of them. Ten are Node's own default.
Error.stackTraceLimit = 10;

// The Pulumi SDK takes a stack for every promise, to name those that a program leaves behind. Nobody reads them here, and
// mapping them to the sources was a sixth of the time of the engine tests.
const { prepareStackTrace } = Error;
Error.prepareStackTrace = (error, frames) =>
    frames[0]?.getFunctionName() === "debuggablePromise" ? "" : prepareStackTrace?.(error, frames);
