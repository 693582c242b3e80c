// Jest asks for a hundred frames a stack, and maps each of them. Ten are Node's own default.
Error.stackTraceLimit = 10;

// Random values are the same in each run, unless RANDOM_SEED says otherwise: a test that fails fails again.
jest.mock("fast-check", () => {
    const fastCheck = jest.requireActual("fast-check");
    fastCheck.configureGlobal({ seed: Number(process.env.RANDOM_SEED ?? 20261127) });
    return fastCheck;
});
