import { CLUSTERS } from "../../src/rules/ruleSets";
import { showPath } from "../../src/validation/show";
import { findViolations } from "../../src/validation/violations";
import { SUBSCRIPTION } from "../unit/mocks";
import { good } from "../unit/rules/arguments";
import { REFUSED } from "../unit/rules/refused";
import { TestAzure } from "./harness";
import { ANSWERED_OTHERWISE, answerWithoutRules } from "./rejectedExamples";

// A model is started for each of a hundred examples: half a minute on a machine of its own.
jest.setTimeout(900_000);

// The component sends what it is given.
jest.mock("../../src/rules/validate", () => ({ validateClusterArgs: () => [] }));

/** The examples that violate a rule for which Azure has a code. */
const examples = REFUSED.flatMap(([code, path, args], index) => {
    const given = { ...good, ...args };
    const violations = findViolations(CLUSTERS, given, given);
    const found = violations.find((each) => each.text.code === code && showPath(each.path) === path);
    return found?.text.azureCode === undefined ? [] : [{ index, code, path, azureCode: found.text.azureCode, given }];
});

const answers = new Map<number, string>();

beforeAll(async () => {
    for (const { index, given } of examples) {
        const azure = await TestAzure.start({ subscriptionId: "s", otherSubscriptionIds: [SUBSCRIPTION] });
        try {
            answers.set(index, await answerWithoutRules(azure, given));
        } finally {
            await azure.stop();
        }
    }
});

test.each(examples.filter(({ code }) => !(code in ANSWERED_OTHERWISE)))(
    "$code at $path: the model answers $azureCode",
    ({ index, azureCode }) => {
        expect(answers.get(index)).toBe(azureCode);
    },
);

test.each(Object.keys(ANSWERED_OTHERWISE))("%s has an example that the model answers otherwise", (code) => {
    const ofCode = examples.filter((each) => each.code === code);
    expect(ofCode.filter(({ index, azureCode }) => answers.get(index) !== azureCode)).not.toEqual([]);
});
