/** @type {import("jest").Config} */
module.exports = {
    testEnvironment: "node",
    testMatch: ["<rootDir>/test/**/*.test.ts"],
    transform: {
        "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
    },
    setupFiles: ["<rootDir>/test/setup.ts"],
    moduleNameMapper: { "^managed-identity-aks$": "<rootDir>/src/index.ts" },
    // Two cores; the engine tests start the Pulumi CLI beside each worker.
    maxWorkers: 2,
    testTimeout: 120_000,
};
