// Jest asks for a hundred frames a stack, and maps each of them. Ten are Node's own default.
Error.stackTraceLimit = 10;

// Random values are the same in each run: a test that fails fails again.
jest.mock("fast-check", () => {
    const fastCheck = jest.requireActual("fast-check");
    fastCheck.configureGlobal({ seed: 20261127 });
    return fastCheck;
});

// What follows takes out of the Pulumi SDK what most of the tests' time went into, and what no test looks at.

/** As much as is changed of it here. */
interface Sdk {
    Resource: { stackTrace(): unknown[] };
    debuggablePromise(...args: unknown[]): unknown;
    mergeOptions(own: unknown, more: { aliases?: unknown[] }): unknown;
}

/** Changes a module of the SDK once it is loaded: its modules import each other in circles. */
function changeModule(module: string, change: (sdk: Sdk) => void): void {
    let changed = false;
    jest.mock(`@pulumi/pulumi/${module}`, () => {
        const loading = !changed;
        changed = true;
        const sdk = jest.requireActual(`@pulumi/pulumi/${module}`);
        if (loading) {
            change(sdk);
        }
        return sdk;
    });
}

// A stack for every promise, to name those that a program leaves behind.
changeModule("runtime/debuggable", (sdk) => {
    const { debuggablePromise } = sdk;
    sdk.debuggablePromise = (...args) => {
        const { stackTraceLimit } = Error;
        Error.stackTraceLimit = 0;
        const promise = debuggablePromise(...args);
        Error.stackTraceLimit = stackTraceLimit;
        return promise;
    };
});

changeModule("resource", (sdk) => {
    // Where in the program a resource is made.
    sdk.Resource.stackTrace = () => [];
    // azure-native gives a resource an alias for each API version of its type, a cluster 113 of them, and the SDK makes
    // outputs of each. No stack of a test has a resource of such a type. The first alias of each resource stays.
    const { mergeOptions } = sdk;
    sdk.mergeOptions = (own, { aliases, ...more }) =>
        mergeOptions(own, { ...more, ...(aliases && { aliases: aliases.slice(0, 1) }) });
});

// What serializes functions for other processes: npm and the TypeScript compiler stand behind it.
for (const module of ["codePaths", "createClosure", "serializeClosure"]) {
    jest.mock(`@pulumi/pulumi/runtime/closure/${module}`, () => ({}));
}
