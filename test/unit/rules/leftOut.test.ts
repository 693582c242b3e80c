import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import {
    AksClusterIdentities,
    type AksClusterIdentitiesArgs,
    AksWorkloadIdentity,
    type AksWorkloadIdentityArgs,
    ManagedIdentityAksCluster,
    type ManagedIdentityAksClusterArgs,
} from "../../../src";
import { DECIDING } from "../../../src/rules/deciding";
import {
    validateClusterArgs,
    validateClusterIdentitiesArgs,
    validateWorkloadIdentityArgs,
} from "../../../src/rules/validate";
import { declaredInputs, innerInputs, type Property } from "../../../src/validation/schema";
import { runsOf, seedOf } from "../../randomRuns";
import { underMocks, valueIn } from "../mocks";
import {
    CLIENT_ID,
    extra,
    good,
    IDENTITY,
    identitiesWithRoles,
    insights,
    kubenet,
    type Loose,
    network,
    pod,
    pods,
    prometheus,
    READER,
    servicePrincipal,
} from "./arguments";
import { withAnotherAt } from "./broken";
import { clusterArgs, clusterIdentitiesArgs, workloadIdentityArgs } from "./right";

const CONDITION = "@Resource[Microsoft.Storage/storageAccounts:name] StringEquals 'shop'";

/** Right arguments with inputs that those of `right.ts` never have. */
const MORE: Loose[] = [
    { ...good, oidcIssuer: true, workloadIdentity: true },
    { ...good, controlPlaneIdentity: { resourceId: IDENTITY, clientId: CLIENT_ID, principalId: CLIENT_ID } },
    { ...good, identities: identitiesWithRoles },
    {
        ...good,
        identities: {
            ...identitiesWithRoles,
            // A role with a condition is none of those that the cluster requires.
            roleAssignments: [
                ...identitiesWithRoles.roleAssignments,
                ...identitiesWithRoles.roleAssignments.map((each) => ({
                    ...each,
                    roleDefinitionId: READER,
                    condition: CONDITION,
                })),
            ],
        },
    },
    // Of machines that this version does not know.
    {
        ...good,
        systemNodePool: {
            ...good.systemNodePool,
            scaleSetPriority: "Leased",
            scaleSetEvictionPolicy: "Delete",
            spotMaxPrice: 1,
        },
    },
    { ...good, extraRoleAssignments: [{ ...extra, condition: CONDITION }] },
    { ...good, network: { ...network, networkPluginMode: "overlay" } },
    {
        ...good,
        ...kubenet,
        ...pods({ allowNetworkPluginKubenet: true, identities: [{ ...pod, bindingSelector: "app" }] }),
    },
    // Only the agent that signs in as the cluster needs a region.
    { ...good, addons: { containerInsights: { ...insights, authentication: "Legacy" } } },
    { ...good, addons: { managedPrometheus: { ...prometheus, metricAnnotationsAllowList: "pods=[app]" } } },
    {
        ...good,
        ...servicePrincipal({
            ...servicePrincipal().controlPlaneIdentity.servicePrincipal,
            clientSecret: "hush",
        }),
    },
];

const existing = { resourceId: IDENTITY, clientId: CLIENT_ID, principalId: CLIENT_ID };

const COMPONENTS = [
    {
        type: "ManagedIdentityAksCluster",
        right: [...MORE, ...fc.sample(clusterArgs, { seed: seedOf(20261125), numRuns: 300 })],
        make: (args: Loose) =>
            void new ManagedIdentityAksCluster("app", args as unknown as ManagedIdentityAksClusterArgs),
        check: (args: Loose) => validateClusterArgs("app", args as unknown as ManagedIdentityAksClusterArgs),
    },
    {
        type: "AksClusterIdentities",
        right: [
            { resourceGroupName: "group", controlPlaneIdentity: existing },
            ...fc.sample(clusterIdentitiesArgs, { seed: seedOf(20261125), numRuns: 100 }),
        ],
        make: (args: Loose) => void new AksClusterIdentities("app", args as unknown as AksClusterIdentitiesArgs),
        check: (args: Loose) => validateClusterIdentitiesArgs("app", args as unknown as AksClusterIdentitiesArgs),
    },
    {
        type: "AksWorkloadIdentity",
        right: fc.sample(workloadIdentityArgs, { seed: seedOf(20261125), numRuns: 100 }),
        make: (args: Loose) => void new AksWorkloadIdentity("app", args as unknown as AksWorkloadIdentityArgs),
        check: (args: Loose) => validateWorkloadIdentityArgs("app", args as unknown as AksWorkloadIdentityArgs),
    },
];

/** Under mocks, a program that fails over a value of its own making never comes to its end. */
const A_MINUTE = 60_000;

type Key = string | number;

/** The inputs that may be left out and may be outputs, `*` for whichever entry of a list. */
function optional(declared: Record<string, Property>, keys: string[] = []): string[][] {
    return Object.entries(declared).flatMap(([name, property]) => [
        ...(property.optional && !property.plain ? [[...keys, name]] : []),
        ...inside(property, [...keys, name]),
    ]);
}

function inside(property: Property, keys: string[]): string[][] {
    return property.items ? inside(property.items, [...keys, "*"]) : optional(innerInputs(property), keys);
}

/** As many of the rows as a run takes, in their order. */
function drawn<Row>(rows: Row[]): Row[] {
    const length = runsOf(rows.length);
    const [some = []] = fc.sample(fc.subarray(rows, { minLength: length, maxLength: length }), {
        seed: seedOf(20261125),
        numRuns: 1,
    });
    return some;
}

const isDeciding = (keys: string[]) => DECIDING.includes(keys.join(".").replaceAll(".*", "[]"));

/** Where the input is given in the arguments. */
function placesOf([key, ...rest]: string[], value: unknown): Key[][] {
    if (key === undefined) {
        return value === undefined ? [] : [[]];
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const keys: Key[] = key === "*" ? [...(value as unknown[]).keys()] : [key];
    return keys.flatMap((each) => placesOf(rest, Reflect.get(value, each)).map((place) => [each, ...place]));
}

function isTaken(check: (args: Loose) => unknown, args: Loose): boolean {
    try {
        check(args);
        return true;
    } catch {
        return false;
    }
}

let warn: jest.SpyInstance;
beforeAll(() => {
    warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
});
afterAll(() => warn.mockRestore());

describe.each(COMPONENTS)("$type, an output without a value", ({ type, right, make, check }) => {
    /** The first right arguments that have the input, where `suits` asks no more of them; and where it is. */
    const having = (keys: string[], suits: (args: Loose, place: Key[]) => boolean = () => true) => {
        for (const args of right) {
            for (const place of placesOf(keys, args)) {
                if (suits(args, place)) {
                    return { args, place };
                }
            }
        }
        throw new Error("no right arguments have the input");
    };
    const nothing = () => pulumi.output(Promise.resolve(undefined));
    const rows = optional(declaredInputs(type)).map((keys) => ({ input: keys.join("."), keys }));

    test.each(drawn(rows.filter(({ keys }) => !isDeciding(keys))))(
        "$input is left out",
        async ({ keys }) => {
            const { args, place } = having(keys, (args, place) =>
                isTaken(check, withAnotherAt(args, place, undefined)),
            );
            const made = await underMocks(() => make(withAnotherAt(args, place, nothing())));
            const without = await underMocks(() => make(withAnotherAt(args, place, undefined)));
            // What waits for an output is registered after what does not.
            const [one, other] = [made, without].map(({ resources }) =>
                resources.toSorted((a, b) => a.name.localeCompare(b.name)),
            );
            expect(withoutEmpty(one)).toEqual(withoutEmpty(other));
        },
        A_MINUTE,
    );

    test.each(drawn(rows.filter(({ keys }) => isDeciding(keys))))("$input is refused", async ({ keys }) => {
        // One that a rule rejects whatever it holds, as a zone beside a system-assigned identity, says nothing of this.
        const later = () => pulumi.output(new Promise<undefined>(() => undefined));
        const { args, place } = having(keys, (args, place) => isTaken(check, withAnotherAt(args, place, later())));
        await expect(valueIn(check(withAnotherAt(args, place, nothing())))).rejects.toThrow(
            / is (?:not set|a secret value): .* \(OutputWithoutValue;/,
        );
    });
});

/** An object with nothing in it says nothing. */
function withoutEmpty(value: unknown): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return Array.isArray(value) ? value.map(withoutEmpty) : value;
    }
    const kept = Object.entries(value)
        .map(([key, each]) => [key, withoutEmpty(each)] as const)
        .filter(([, each]) => each !== undefined && JSON.stringify(each) !== "{}");
    return Object.fromEntries(kept);
}
