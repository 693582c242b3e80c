import { ControlPlaneIdentityType } from "../../../src";
import { DECIDING, declaredPatterns, INPUT_RULES } from "../../../src/rules/inputs";
import { showPath } from "../../../src/rules/message";
import type { RuleText } from "../../../src/rules/rule";
import { CLUSTER_IDENTITIES, CLUSTERS, WORKLOAD_IDENTITIES } from "../../../src/rules/table";
import { findViolations, type Rules } from "../../../src/rules/violations";
import type { ClusterChange, PoolChange } from "../../../src/transitions/change";
import { POOL_TRANSITIONS, TRANSITIONS } from "../../../src/transitions/table";
import type { Transition } from "../../../src/transitions/transition";
import { CLIENT_ID, good, IDENTITY, kms, type Loose, REGISTRY } from "./arguments";
import { REFUSED } from "./refused";
import { CHECKED_LATER, WARNED } from "./warned";

/** The page of all that is refused or warned of, as the tables say it. */
export function rulesPage(): string {
    return [
        "# What is refused, and what is warned of",
        "",
        "Generated from `src/rules/table.ts` and `src/transitions/table.ts`. The code stands at the end of every message. Azure's code is that of the error which the rule forestalls, where one is",
        "known; what is in italics is warned of, and done.",
        "",
        "## Arguments of `ManagedIdentityAksCluster`",
        "",
        "Held against the arguments before anything is created, in preview, too; an output as soon as its value is known.",
        "Inputs are those of the examples that the rule is tested with.",
        "",
        rules(CLUSTERS, EXAMPLES),
        "",
        "## Arguments of `AksClusterIdentities`",
        "",
        rules(CLUSTER_IDENTITIES, VIOLATING_CLUSTER_IDENTITIES),
        "",
        "## Arguments of `AksWorkloadIdentity`",
        "",
        rules(WORKLOAD_IDENTITIES, VIOLATING_WORKLOAD_IDENTITIES),
        "",
        "## Changes of a living cluster",
        "",
        "Held against what the cluster is, by the Pulumi engine, before it is created or updated, in preview, too.",
        "",
        table(
            ["code", "what happens", "what holds and what to do", "Azure", "page"],
            [
                ...TRANSITIONS.map((row) => transition(row, CHANGE)),
                ...POOL_TRANSITIONS.map((row) => transition(row, POOL_CHANGE)),
            ],
        ),
        "",
    ].join("\n");
}

const NO_PATHS = { mentioned: [], unmentioned: [], leftToOthers: [], ignoreChanges: [] };
const POOL = { name: "<pool>", count: 1 };
const NEW_POOL = { name: "<new pool>", maxPods: 30, count: 7, enableAutoScaling: true, mode: "System" };
const FIXED = { podSubnetID: "a", availabilityZones: "a", osType: "a", osDiskSizeGB: 2, osDiskType: "a" };

/** What the sentences of a changed cluster are about. */
const CHANGE: ClusterChange = {
    previous: {
        inputs: {
            resourceGroupName: "<group>",
            resourceName: "<cluster>",
            agentPoolProfiles: [POOL],
        },
        outputs: { identity: { principalId: "<principal id>" }, agentPoolProfiles: [POOL] },
        settings: {
            mentioned: ["addonProfiles.omsagent"],
            ids: {},
            shown: {},
            ofOthers: [],
            pools: {},
            systemPool: "<old pool>",
        },
    },
    desired: {
        location: "<region>",
        kubernetesVersion: "1.33",
        apiServerAccessProfile: {
            enablePrivateCluster: true,
            privateDNSZone: "a",
            enableVnetIntegration: false,
        },
        agentPoolProfiles: [POOL, { ...NEW_POOL, ...FIXED, vmSize: "a", vnetSubnetID: "a", maxPods: 60, count: 3 }],
    },
    living: {
        currentKubernetesVersion: "1.34.2",
        apiServerAccessProfile: { enableVnetIntegration: "<on>" },
        agentPoolProfiles: [{ ...POOL, count: 7 }, NEW_POOL],
    },
    identities: {
        previous: {
            controlPlane: ControlPlaneIdentityType.UserAssigned,
            controlPlaneId: "<old identity>",
            kubeletId: "<kubelet identity>",
            clientId: "<client id>",
        },
        desired: { controlPlane: ControlPlaneIdentityType.UserAssigned, controlPlaneId: "<new identity>" },
    },
    replaced: { location: "<old region>" },
    facts: {
        component: "aks",
        pools: ["<pool>"],
        ownership: {
            ...NO_PATHS,
            namesAddons: false,
            systemPool: { ...NO_PATHS, name: "<new pool>" },
        },
        fixedNames: ["clusterName"],
        kubeletRoles: ["AcrPull"],
        controlPlaneRoles: ["Network Contributor"],
    },
};
const WHAT_HAPPENS: Record<Transition["verdict"], string> = {
    refuse: "refused",
    stop: "warned of in preview; the update stops before the cluster",
    warn: "_warned of_",
};

const POOL_CHANGE: PoolChange = {
    previous: { inputs: POOL, outputs: POOL },
    desired: { ...POOL, ...FIXED, vnetSubnetID: "a", maxPods: 60, count: 1, orchestratorVersion: "1.33" },
    living: { ...POOL, maxPods: 30, count: 7, enableAutoScaling: true, currentOrchestratorVersion: "1.34.2" },
    facts: { component: "aks", pool: "<pool>" },
};

function transition<Change>(row: Transition<Change>, change: Change): string[] {
    const { code, verdict, azureSays = "", source } = row;
    return [`\`${code}\``, WHAT_HAPPENS[verdict], row.message(change), azureSays, link(source)];
}

/** Texts of one code are one line: they differ in place and advice. */
function rules<Args extends object>(all: Rules<Args>, examples: object[]): string {
    const inputsOf = inputsByCode(all, examples);
    const lines = [...new Set(all.texts.map(({ code }) => code))].map((code) => {
        const rows = all.texts.filter((row) => row.code === code);
        const each = (text: (row: RuleText) => string | undefined) => [
            ...new Set(rows.flatMap((row) => text(row) ?? [])),
        ];
        return [
            rows.every(({ warning }) => warning) ? `_\`${code}\`_` : `\`${code}\``,
            shortened(
                [...(inputsOf.get(code) ?? [])].map((input) => `\`${input}\``),
                "<br>",
            ),
            each(({ message }) => message).join("<br>"),
            shortened(
                each(({ fix }) => fix),
                " ",
            ),
            each(({ azureCode }) => azureCode).join("<br>"),
            each(({ source }) => link(source)).join("<br>"),
        ];
    });
    return table(["code", "input", "what holds", "what to do", "Azure's code", "page"], lines);
}

const MOST_OF_ONE_KIND = 6;

function shortened(items: string[], separator: string): string {
    const shown = items.slice(0, MOST_OF_ONE_KIND);
    return [...shown, ...(items.length > shown.length ? ["…"] : [])].join(separator);
}

const EXAMPLES = [...REFUSED, ...WARNED, ...CHECKED_LATER].map(([, , args]) => ({ ...good, ...args }));

const twice = (entry: object) => [entry, entry];
const EXTRA = { name: "disks", role: "Reader", scope: "/subscriptions/s" };
const EXISTING_ROLE_ASSIGNMENT = { name: "app-extra-disks", roleAssignmentId: "/id", mode: "Import" };
const INCOMPLETE_IDENTITY = { resourceId: IDENTITY, clientId: CLIENT_ID };

const VIOLATING_CLUSTER_IDENTITIES = [
    {
        controlPlaneIdentity: INCOMPLETE_IDENTITY,
        registries: twice({ id: REGISTRY, listRepositories: true }),
        keyVaultKms: twice({ keyVaultId: kms.keyVaultId }),
        extraRoleAssignments: twice(EXTRA),
        existingRoleAssignments: twice(EXISTING_ROLE_ASSIGNMENT),
    },
];

const VIOLATING_WORKLOAD_IDENTITIES = [
    {
        oidcIssuerUrl: "https://issuer.example",
        serviceAccounts: twice({ namespace: "shop", name: "orders" }),
        extraRoleAssignments: twice(EXTRA),
        existingRoleAssignments: twice(EXISTING_ROLE_ASSIGNMENT),
        silenceWarnings: ["Unknown"],
    },
    {
        oidcIssuerUrl: "https://issuer.example",
        serviceAccounts: Array.from({ length: 21 }, (_, index) => ({
            namespace: "shop",
            name: `app${index}`,
        })),
    },
];

/** The inputs of each format, and those at which examples violate a rule. */
function inputsByCode<Args extends object>(all: Rules<Args>, examples: object[]): Map<string, Set<string>> {
    const inputs = new Map<string, Set<string>>();
    const add = (code: string, input: string) => inputs.set(code, (inputs.get(code) ?? new Set()).add(input));
    const declared = declaredPatterns(all.component);
    for (const format of all.formats) {
        for (const input of format.inputs.filter((each) => declared.includes(each))) {
            add(format.code, input);
        }
    }
    for (const input of DECIDING.filter((each) => declared.includes(each))) {
        add(INPUT_RULES.withoutValue.code, input);
    }
    for (const args of examples) {
        for (const { text, path } of findViolations(all, args, args)) {
            if (!("inputs" in text)) {
                add(text.code, anyEntry(showPath(path)));
            }
        }
    }
    return inputs;
}

/** `nodePools[].subnetId` of whatever entry of a list. */
function anyEntry(path: string): string {
    return path.replaceAll(/\[\d+\]/g, "[]");
}

/** Whether an example violates its rule where it says. */
export function violates([code, path, args]: [code: string, path: string, args: Loose]): boolean {
    const all = { ...good, ...args };
    return findViolations(CLUSTERS, all, all).some((each) => each.text.code === code && showPath(each.path) === path);
}

function link(page: string): string {
    const { hostname, pathname } = new URL(page);
    return `[${hostname === "learn.microsoft.com" ? pathname.split("/").at(-1) : hostname}](${page})`;
}

function table(head: string[], rows: string[][]): string {
    const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map((cells) => line(cells.map(cell)))].join("\n");
}

/** Outside of backticks, what stands in angle brackets would be taken for HTML. */
function cell(text: string): string {
    const parts = text.split("`");
    return parts
        .map((part, index) => (index % 2 === 0 ? part.replaceAll(/<(?!br>)/g, "&lt;") : part))
        .join("`")
        .replaceAll("|", "\\|")
        .replaceAll("\n", "<br>");
}
