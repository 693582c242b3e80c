import type {
    AksClusterIdentitiesArgs,
    AksWorkloadIdentityArgs,
    ManagedIdentityAksClusterArgs,
} from "../../../src";
import { ControlPlaneIdentityType } from "../../../src";
import { CLUSTER_IDENTITIES_RULES } from "../../../src/rules/clusterIdentities";
import { type Rule, showPath, type Verdict } from "../../../src/rules/rule";
import { RULES } from "../../../src/rules/table";
import { WORKLOAD_IDENTITY_RULES } from "../../../src/rules/workloadIdentity";
import type { ClusterChange, PoolChange } from "../../../src/transitions/change";
import { POOL_TRANSITIONS, TRANSITIONS } from "../../../src/transitions/table";
import type { Transition } from "../../../src/transitions/transition";
import { good, IDENTITY, type Loose } from "./arguments";
import { REFUSED } from "./refused";
import { CHECKED_LATER, WARNED } from "./warned";

/** The page of all that is refused or warned of, as the tables say it. */
export function rulesPage(): string {
    return [
        "# What is refused, and what is warned of",
        "",
        "Generated from `src/rules/table.ts`, `src/rules/clusterIdentities.ts`, `src/rules/workloadIdentity.ts` and",
        "`src/transitions/table.ts`. The code stands at the end of every message. Azure's code is that of the error which the rule forestalls, where one is",
        "known; what is in italics is warned of, and done.",
        "",
        "## Arguments of `ManagedIdentityAksCluster`",
        "",
        "Held against the arguments before anything is created, in preview, too; an output as soon as its value is known.",
        "Inputs are those of the examples that the rule is tested with.",
        "",
        rules(RULES, clusterInputs),
        "",
        "## Arguments of `AksClusterIdentities`",
        "",
        rules(CLUSTER_IDENTITIES_RULES, inputsOf(CLUSTER_IDENTITIES_RULES, CLUSTER_IDENTITIES)),
        "",
        "## Arguments of `AksWorkloadIdentity`",
        "",
        rules(WORKLOAD_IDENTITY_RULES, inputsOf(WORKLOAD_IDENTITY_RULES, WORKLOAD)),
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
        agentPoolProfiles: [
            POOL,
            { ...NEW_POOL, ...FIXED, vmSize: "a", vnetSubnetID: "a", maxPods: 60, count: 3 },
        ],
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

/** Rows of one code are one line: they differ in place and advice. */
function rules<Args>(all: readonly Rule<Args>[], inputsOf: (code: string) => string[]): string {
    const lines = [...new Set(all.map(({ code }) => code))].map((code) => {
        const rows = all.filter((row) => row.code === code);
        const each = (text: (row: Verdict) => string | undefined) => [
            ...new Set(rows.flatMap((row) => text(row) ?? [])),
        ];
        return [
            rows.every(({ warning }) => warning) ? `_\`${code}\`_` : `\`${code}\``,
            shortened(
                inputsOf(code).map((input) => `\`${input}\``),
                "<br>",
            ),
            each(({ rule }) => rule).join("<br>"),
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

function clusterInputs(code: string): string[] {
    const examples = [...REFUSED, ...WARNED, ...CHECKED_LATER].filter(([example]) => example === code);
    return [...new Set(examples.map(([, path]) => anyEntry(path)))];
}

const REGISTRY = { id: "registry", permissions: "Abac", listRepositories: true, name: "images" };
const EXTRA = {
    name: "disks",
    identity: "kubelet",
    roleDefinitionId: "reader",
    scope: "/subscriptions/s",
};
const EXISTING = { resourceId: IDENTITY, clientId: "client", principalId: "principal" };

const EXISTING_ROLE_ASSIGNMENT = { name: "app-extra-disks", roleAssignmentId: "/id", mode: "Import" };

const CLUSTER_IDENTITIES: Required<{ [Input in keyof AksClusterIdentitiesArgs]: unknown }> = {
    resourceGroupName: "group",
    location: "westeurope",
    controlPlaneIdentity: EXISTING,
    kubeletIdentity: EXISTING,
    subnetIds: ["subnet"],
    internalLoadBalancerSubnetIds: ["subnet"],
    virtualNetworkIds: ["network"],
    privateDnsZoneIds: ["zone"],
    routeTableIds: ["routes"],
    natGatewayIds: ["nat"],
    publicIpResourceGroupIds: ["group"],
    registries: [REGISTRY],
    diskEncryptionSetIds: ["disks"],
    keyVaultKms: [{ keyVaultId: "vault", networkAccess: "Private", name: "etcd" }],
    extraRoleAssignments: [EXTRA],
    networkRole: "reader",
    roleAssignments: "Create",
    existingRoleAssignments: [EXISTING_ROLE_ASSIGNMENT],
    tags: {},
};

const WORKLOAD: Required<{ [Input in keyof AksWorkloadIdentityArgs]: unknown }> = {
    resourceGroupName: "group",
    identityResourceId: IDENTITY,
    location: "westeurope",
    tags: {},
    oidcIssuerUrl: "https://issuer.example",
    audience: "api://AzureADTokenExchange",
    serviceAccounts: [{ namespace: "shop", name: "orders" }],
    extraRoleAssignments: [{ name: "disks", role: "reader", scope: "/subscriptions/s" }],
    roleAssignments: "Create",
    silenceWarnings: ["KubenetRetires"],
    existingRoleAssignments: [EXISTING_ROLE_ASSIGNMENT],
};

/** Where the rules of a code look in arguments that have every input. */
function inputsOf<Args>(all: readonly Rule<Args>[], args: object): (code: string) => string[] {
    return (code) => {
        const places = all
            .filter((rule) => rule.code === code)
            .flatMap((rule) => rule.places(args as Args, args as Args));
        return [...new Set(places.map(({ path }) => anyEntry(showPath(path))))];
    };
}

/** `nodePools[].subnetId` of whatever entry of a list. */
function anyEntry(path: string): string {
    return path.replaceAll(/\[\d+\]/g, "[]");
}

/** Whether an example breaks its rule where it says. */
export function breaks([code, path, args]: [code: string, path: string, args: Loose]): boolean {
    const all = { ...good, ...args } as ManagedIdentityAksClusterArgs;
    return RULES.filter((rule) => rule.code === code).some((rule) =>
        rule
            .places(all, all)
            .some((place) => showPath(place.path) === path && rule.broken(place.value, place.beside)),
    );
}

function link(page: string): string {
    const { hostname, pathname } = new URL(page);
    return `[${hostname === "learn.microsoft.com" ? pathname.split("/").at(-1) : hostname}](${page})`;
}

function table(head: string[], rows: string[][]): string {
    const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map((cells) => line(cells.map(cell)))].join(
        "\n",
    );
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
