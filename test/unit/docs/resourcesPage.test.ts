import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { CLUSTERS, CLUSTER_IDENTITIES as IDENTITIES_RULES, WORKLOAD_IDENTITIES } from "../../../src/rules/ruleSets";
import { declaredPatterns } from "../../../src/validation/schema";
import { clusterArgs, clusterIdentitiesArgs, workloadIdentityArgs } from "../rules/right";
import { type Created, resourcesOf } from "./createdResources";
import { makeCluster, makeClusterIdentities, makeWorkloadIdentity } from "./resourceRows";
import { allResources, type ComponentResources, resourcesPage } from "./resourcesPage";

/** `UPDATE_DOCS=1 npm test -- test/unit/docs/resources` writes it anew. */
const RESOURCES_PAGE = join(__dirname, "../../../docs/resources.md");

let all: ComponentResources;
const { stackTraceLimit } = Error;
beforeAll(async () => {
    jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    // Pulumi keeps a stack with every output, which takes half of the time.
    Error.stackTraceLimit = 0;
    all = await allResources();
});
afterAll(() => {
    jest.restoreAllMocks();
    Error.stackTraceLimit = stackTraceLimit;
});

test("the page says what the components create", async () => {
    const page = resourcesPage(all);
    if (process.env.UPDATE_DOCS) {
        await writeFile(RESOURCES_PAGE, page);
    }
    expect(await readFile(RESOURCES_PAGE, "utf8")).toBe(page);
});

const ofCluster = () => [...all.cluster, ...all.roleAssignments, ...all.addonRoleAssignments];

describe.each([
    { rules: CLUSTERS, listed: ofCluster, right: clusterArgs, make: makeCluster },
    {
        rules: IDENTITIES_RULES,
        listed: () => [...all.clusterIdentities, ...all.clusterIdentitiesRoleAssignments],
        right: clusterIdentitiesArgs,
        make: makeClusterIdentities,
    },
    {
        rules: WORKLOAD_IDENTITIES,
        listed: () => all.workloadIdentity,
        right: workloadIdentityArgs,
        make: makeWorkloadIdentity,
    },
])("$rules.component", ({ rules: { component }, listed, right, make }) => {
    test("whatever it creates is on the page", async () => {
        await fc.assert(
            fc.asyncProperty(right, async (args) => {
                const created = await resourcesOf(() => make({ ...args, roleAssignmentMode: "Create" }));
                const unlisted = created.filter((one) => !listed().some((row) => isListed(one, row)));
                expect(unlisted.map(({ name }) => name)).toEqual([]);
            }),
            { seed: 20261126, numRuns: 40, endOnFailure: true },
        );
    });

    test("the inputs on the page are declared", () => {
        const declared = declaredPatterns(component);
        const named = listed().flatMap(({ created }) =>
            [...created.join().matchAll(/`(.+?)`/g)].map(([, input]) => input),
        );
        expect(named.length).toBeGreaterThan(0);
        expect(named.filter((input = "") => !declared.includes(input))).toEqual([]);
    });
});

/** Starts of names; the existing identities of the arguments are called `one`, and a name can be of two identities. */
const OF_IDENTITIES = "(system-assigned-|service-principal-|aks-managed-|(one-){1,2})?";

/** Whether a resource has the name of a row, of which parts are chosen by the program. */
function isListed({ name, type }: { name: string; type: string }, row: Created): boolean {
    const pattern = row.name.replace("<name>-", "").replaceAll(/<.+?>/g, "[^-].*");
    return row.type === type && new RegExp(`^app-${OF_IDENTITIES}${pattern}(-\\d+)?$`).test(name);
}
