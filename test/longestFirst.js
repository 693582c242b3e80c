const Sequencer = require(require.resolve("@jest/test-sequencer", { paths: [require.resolve("jest")] })).default;

/** The files of tests that take longest, the longest first. */
const LONGEST = [
    "engine/randomChanges",
    "engine/moreRandomChanges",
    "engine/scenarios",
    "engine/examples",
    "package/package",
    "unit/rules/generated",
    "engine/livingChanges",
    "engine/refusal",
    "languages/sdks",
    "languages/secrets",
    "engine/pluginNames",
    "unit/consumers/consumers",
    "local-azure/rejectedExamples",
    "engine/refusedTransitions",
    "unit/schema",
    "local-azure/scale",
];

/** Jest starts with the largest files where it has no durations yet, as on a fresh clone: some of the longest are small. */
module.exports = class extends Sequencer {
    sort(tests) {
        const sorted = super.sort(tests);
        const position = ({ path }) =>
            LONGEST.findIndex((name) => path.replaceAll("\\", "/").endsWith(`/${name}.test.ts`));
        const longest = sorted.filter((test) => test.duration === undefined && position(test) >= 0);
        longest.sort((one, other) => position(one) - position(other));
        return [...longest, ...sorted.filter((test) => !longest.includes(test))];
    }
};
