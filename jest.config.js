const { randomInt } = require("node:crypto");

// Here, since all workers take over this environment. See test/randomRuns.ts.
if (process.env.FULL) {
    process.env.RANDOM_SEED ??= String(randomInt(2 ** 31));
    process.stderr.write(`Generated tests run in full, with RANDOM_SEED=${process.env.RANDOM_SEED}\n`);
}

/** @type {import("jest").Config} */
module.exports = {
    testEnvironment: "<rootDir>/test/environment.js",
    testMatch: ["<rootDir>/test/**/*.test.ts"],
    transform: {
        "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
    },
    setupFiles: ["<rootDir>/test/setup.ts"],
    moduleNameMapper: {
        "^managed-identity-aks$": "<rootDir>/src/index.ts",
        "^managed-identity-aks/testing$": "<rootDir>/src/testing/index.ts",
    },
    testSequencer: "<rootDir>/test/longestFirst.js",
    // One more than the two cores: a worker of the engine tests waits for the Pulumi CLI half of its time.
    maxWorkers: 3,
    // Engine tests leave memory behind: a worker with more than this starts anew before its next file.
    workerIdleMemoryLimit: "1GB",
    // Ends what hangs. A test takes seconds on a machine of its own; a busy one is several times slower. What takes
    // half a minute or more there has a time of its own (MANY_RUNS in test/engine/engine.ts).
    testTimeout: 180_000,
};
