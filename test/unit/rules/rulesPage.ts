import { ControlPlaneIdentityType } from "../../../src";
import { DECIDING } from "../../../src/rules/deciding";
import { CLUSTER_IDENTITIES, CLUSTERS, WORKLOAD_IDENTITIES } from "../../../src/rules/ruleSets";
import type { ClusterChange, PoolChange } from "../../../src/transitions/change";
import { POOL_TRANSITIONS, TRANSITIONS } from "../../../src/transitions/table";
import type { Transition } from "../../../src/transitions/transition";
import type { RuleText } from "../../../src/validation/rule";
import { declaredPatterns } from "../../../src/validation/schema";
import { showPath } from "../../../src/validation/show";
import { findViolations, type RuleSet } from "../../../src/validation/violations";
import { ANSWERED_OTHERWISE } from "../../local-azure/rejectedExamples";
import { CLIENT_ID, good, IDENTITY, kms, type Loose, REGISTRY } from "./arguments";
import { REFUSED } from "./refused";
import { CHECKED_LATER, WARNED } from "./warned";

/** The page of all that is rejected or warned about, as the tables say it. */
export function rulesPage(): string {
    return [
        "# What is rejected, and what is warned about",
        "",
        "This page is generated from `src/rules/ruleSets.ts` and `src/transitions/table.ts`.",
        "A message ends with the code of its rule, the code of Azure's error that the rule prevents, if there is one, and a link:",
        "`(FixedSystemPoolInput, Azure: PropertyChangeNotAllowed; https://…)`.",
        "",
        "- [Arguments of `ManagedIdentityAksCluster`](#arguments-of-managedidentityakscluster)",
        "- [Arguments of `AksClusterIdentities`](#arguments-of-aksclusteridentities)",
        "- [Arguments of `AksWorkloadIdentity`](#arguments-of-aksworkloadidentity)",
        "- [Changes of an existing cluster](#changes-of-an-existing-cluster)",
        "",
        "## Arguments of `ManagedIdentityAksCluster`",
        "",
        "Arguments are validated before anything is created, in a preview too. An output is validated when its value is",
        "known. Azure accepts what is marked as a warning; `silenceWarnings` silences it.",
        "",
        ...rules(CLUSTERS, EXAMPLES),
        "## Arguments of `AksClusterIdentities`",
        "",
        ...rules(CLUSTER_IDENTITIES, VIOLATING_CLUSTER_IDENTITIES, CLUSTERS.texts),
        "## Arguments of `AksWorkloadIdentity`",
        "",
        ...rules(WORKLOAD_IDENTITIES, VIOLATING_WORKLOAD_IDENTITIES, CLUSTERS.texts),
        "## Changes of an existing cluster",
        "",
        "The Pulumi engine compares an update with the cluster before it updates it, in a preview too.",
        "",
        ...TRANSITIONS.flatMap((row) => transition(row, CHANGE)),
        ...POOL_TRANSITIONS.flatMap((row) => transition(row, POOL_CHANGE)),
    ]
        .join("\n")
        .trimEnd()
        .concat("\n");
}

const WARNING = " (warning)";

const POOL = { name: "<pool>", count: 1 };
const NEW_POOL = { name: "<new pool>", maxPods: 30, count: 7, enableAutoScaling: true, mode: "System" };
const FIXED = {
    podSubnetID: "a",
    availabilityZones: "a",
    osType: "a",
    osDiskSizeGB: 2,
    osDiskType: "a",
    scaleSetPriority: "a",
    scaleSetEvictionPolicy: "a",
    spotMaxPrice: 1,
};

/** What the sentences of a changed cluster are about. */
const CHANGE: ClusterChange = {
    live: {
        currentKubernetesVersion: "1.34.2",
        identity: { principalId: "<principal id>" },
        apiServerAccessProfile: { enableVnetIntegration: "<on>" },
        securityProfile: { azureKeyVaultKms: { enabled: true, keyId: "https://<vault>/keys/<key>" } },
        agentPoolProfiles: [
            { ...POOL, count: 7, orchestratorVersion: "<its version>" },
            NEW_POOL,
            { name: "<spot pool>", scaleSetPriority: "Spot" },
        ],
    },
    desired: {
        resourceGroupName: "<group>",
        resourceName: "<cluster>",
        location: "<region>",
        kubernetesVersion: "1.33",
        servicePrincipalProfile: { clientId: "<client id>" },
        apiServerAccessProfile: {
            enablePrivateCluster: true,
            privateDNSZone: "a",
            enableVnetIntegration: false,
        },
        agentPoolProfiles: [POOL, { ...NEW_POOL, ...FIXED, vmSize: "a", vnetSubnetID: "a", maxPods: 60, count: 3 }],
    },
    lastApplied: { clusterId: "<cluster id>", set: {}, others: {}, systemPool: "<old pool>", pools: {} },
    inState: { agentPoolProfiles: [POOL] },
    identities: {
        live: {
            controlPlane: ControlPlaneIdentityType.UserAssigned,
            controlPlaneId: "<old identity>",
            kubeletId: "<kubelet identity>",
            clientId: "<client id>",
        },
        desired: { controlPlane: ControlPlaneIdentityType.UserAssigned, controlPlaneId: "<new identity>" },
    },
    replaced: { id: "<cluster id>", location: "<old region>" },
    facts: {
        component: "aks",
        pools: ["<pool>"],
        systemPool: "<new pool>",
        replacedByImport: { cluster: ["location"], pools: { "<pool>": ["vmSize"] } },
        leftOut: ["apiServer.privateDNSZone"],
        kubeletRoles: ["AcrPull"],
        controlPlaneRoles: ["Network Contributor"],
    },
};
const WHAT_HAPPENS: Record<Transition["effect"], string> = {
    reject: "",
    rejectUpdate: " (a preview warns; an update stops before the cluster)",
    warn: WARNING,
};

const POOL_CHANGE: PoolChange = {
    desired: { ...POOL, ...FIXED, vmSize: "a", vnetSubnetID: "a", maxPods: 60, count: 1, orchestratorVersion: "1.33" },
    inState: POOL,
    live: { ...POOL, maxPods: 30, count: 7, enableAutoScaling: true, currentOrchestratorVersion: "1.34.2" },
    replaced: { ...POOL, vmSize: "b" },
    facts: { component: "aks", pool: "<pool>", leftOut: ["subnetId"] },
};

function transition<Change>(row: Transition<Change>, change: Change): string[] {
    const { code, effect, azureCode, source } = row;
    return section(`\`${code}\`${WHAT_HAPPENS[effect]}`, [
        ...row.message(change).split("\n"),
        ...(azureCode === undefined ? [] : [`Azure: ${azureCode}`]),
        link(source),
    ]);
}

/** A section for each code; those that are told before are named in one line. */
function rules<Args extends object>(all: RuleSet<Args>, examples: object[], told: readonly RuleText[] = []): string[] {
    const inputsOf = inputsByCode(all, examples);
    const toldBefore = all.texts.filter((text) => told.includes(text)).map(({ code }) => code);
    const toldHere = all.texts.filter(({ code }) => !toldBefore.includes(code)).map(({ code }) => code);
    const links = unique(toldBefore).map((code) => `[\`${code}\`](#${code.toLowerCase()})`);
    return [
        ...(links.length > 0 ? [wrapped(`These rules are those above: ${links.join(", ")}.`), ""] : []),
        ...unique(toldHere).flatMap((code) => {
            const rows = all.texts.filter((row) => row.code === code);
            const each = (text: (row: RuleText) => string | undefined) =>
                unique(rows.flatMap((row) => text(row) ?? [])).slice(0, MOST_OF_ONE_KIND);
            const inputs = [...(inputsOf.get(code) ?? [])].map((input) => `\`${input}\``);
            const shown = inputs.slice(0, MOST_OF_ONE_KIND).join(", ");
            const warning = rows.every((row) => row.warning) ? WARNING : "";
            const otherwise = ANSWERED_OTHERWISE[code];
            return section(`\`${code}\`${warning}`, [
                `Inputs: ${shown}${inputs.length > MOST_OF_ONE_KIND ? " and others" : ""}.`,
                ...each(({ message }) => sentence(message)),
                ...each(({ fix }) => fix),
                ...each(({ azureCode }) => azureCode && `Azure: \`${azureCode}\``),
                ...(otherwise === undefined ? [] : [`Not compared with the model of Azure: ${otherwise}.`]),
                ...each(({ source }) => link(source)),
            ]);
        }),
    ];
}

/** The message as a sentence. A name of an input at its start, such as `minCount`, keeps its spelling. */
function sentence(message: string): string {
    const [first = ""] = message.split(" ");
    const isInput = /^[a-z].*[A-Z.]/.test(first);
    return `${isInput ? message : message.charAt(0).toUpperCase() + message.slice(1)}.`;
}

const MOST_OF_ONE_KIND = 6;
const LINE_LENGTH = 120;

function section(heading: string, items: string[]): string[] {
    return [`### ${heading}`, "", ...items.map((item) => wrapped(`- ${escaped(item)}`, "  ")), ""];
}

/** The text in lines, where its words are short enough. */
function wrapped(text: string, indent = ""): string {
    const lines = [""];
    for (const word of text.split(" ")) {
        const line = `${lines.at(-1)}${lines.at(-1)?.trim() ? " " : ""}${word}`;
        if (line.length <= LINE_LENGTH || ["", "-"].includes(lines.at(-1)?.trim() ?? "")) {
            lines[lines.length - 1] = line;
        } else {
            lines.push(`${indent}${word}`);
        }
    }
    return lines.join("\n");
}

function unique<T>(items: readonly T[]): T[] {
    return [...new Set(items)];
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
function inputsByCode<Args extends object>(all: RuleSet<Args>, examples: object[]): Map<string, Set<string>> {
    const inputs = new Map<string, Set<string>>();
    const add = (code: string, input: string) => inputs.set(code, (inputs.get(code) ?? new Set()).add(input));
    const declared = declaredPatterns(all.component);
    for (const [input, formats] of all.formatsOf) {
        for (const { code } of formats.filter(({ isRetired }) => isRetired || declared.includes(input))) {
            add(code, input);
        }
    }
    for (const input of DECIDING.filter((each) => declared.includes(each))) {
        add("OutputWithoutValue", input);
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

/** Outside of backticks, what stands in angle brackets would be taken for HTML. */
function escaped(text: string): string {
    const parts = text.split("`");
    return parts.map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "&lt;") : part)).join("`");
}
