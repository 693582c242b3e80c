import { OWN_CLUSTER_PROPERTIES, OWN_POOL_PROPERTIES } from "../../../src/cluster/properties";
import { CLUSTER_IDENTITIES, CLUSTERS, WORKLOAD_IDENTITIES } from "../../../src/rules/ruleSets";
import { declaredPatterns } from "../../../src/validation/schema";

const COMPONENTS = [CLUSTERS, CLUSTER_IDENTITIES, WORKLOAD_IDENTITIES];
const DECLARED = new Set(COMPONENTS.flatMap(({ component }) => declaredPatterns(component)));

/** What is below `properties` is azure-native's. */
const isDeclared = (input: string) => DECLARED.has(input.replace(/(^|\.)properties\..*$/, "$1properties"));

test.each(COMPONENTS)("the inputs that rules of $component name are declared", ({ rules }) => {
    const settings = rules.flatMap(({ rule: { when = [] } }) => [when].flat());
    expect(settings.length).toBeGreaterThan(0);
    expect(settings.flatMap((each) => Object.keys(each)).filter((input) => !isDeclared(input))).toEqual([]);
});

test.each(COMPONENTS)("so are those of $component that have a format", ({ formatsOf }) => {
    const named = [...formatsOf].filter(([, rules]) => !rules.some(({ isRetired }) => isRetired));
    expect(named.map(([input]) => input).filter((input) => !DECLARED.has(input))).toEqual([]);
});

test("an input that is a property of azure-native is spelled as it, but for ids", () => {
    const spelled = { ...OWN_CLUSTER_PROPERTIES, ...OWN_POOL_PROPERTIES };
    const pairs = Object.entries(spelled).map(([property, advice]) => [
        lastName(property).replace(/ID$/, "Id"),
        lastName(/^Set ([\w.]+?)\.?(?: |$)/.exec(advice)?.[1] ?? ""),
    ]);
    const same = pairs.filter(([property = "", input = ""]) => property.toLowerCase() === input.toLowerCase());
    expect(same.length).toBeGreaterThan(25);
    expect(same.filter(([property, input]) => property !== input)).toEqual([]);
});

const lastName = (path: string) => path.slice(path.lastIndexOf(".") + 1);
