import type { RequiredRoleAssignment } from "../../src/outputs";

/** What a scenario was found to need, by the model's own judgement. */
export interface ScenarioNeeds {
    title: string;
    roleAssignments: RequiredRoleAssignment[];
}

/** The page of all scenarios and all grants; every mark has been shown sufficient and necessary. */
export function permissionsPage(scenarios: ScenarioNeeds[]): string {
    const grants = [
        ...new Set(scenarios.flatMap(({ roleAssignments }) => roleAssignments.map(grantOf))),
    ].sort();
    const numbers = grants.map((_, index) => String(index + 1));
    const matrix = scenarios.map(({ title, roleAssignments }) => {
        const needed = new Set(roleAssignments.map(grantOf));
        return [title, ...grants.map((grant) => (needed.has(grant) ? "●" : ""))];
    });
    return [
        "# Which identity needs which role where",
        "",
        "Generated from `test/engine/scenarios.test.ts`, which deploys each of these clusters with the Pulumi engine to",
        "the local model of Azure. With the marked role assignments, everything that AKS does with the cluster's",
        "identities is allowed; without any one of them, something is denied. What AKS assigns itself (Contributor on the",
        "node resource group) is left out.",
        "",
        table(
            ["", "identity", "role", "on"],
            grants.map((grant, index) => [numbers[index] ?? "", ...grant.split(SEPARATOR)]),
        ),
        "",
        table(["cluster", ...numbers], matrix),
        "",
    ].join("\n");
}

const SEPARATOR = " | ";

function grantOf({ identity, role, scope }: RequiredRoleAssignment): string {
    return [identity, role, kindOf(scope)].join(SEPARATOR);
}

/** `subnet` of a subnet's id. */
function kindOf(scope: string): string {
    const type = scope.split("/").at(-2) ?? "";
    return KINDS[type] ?? type;
}

const KINDS: Record<string, string> = {
    applicationGateways: "application gateway",
    dnsZones: "DNS zone",
    diskEncryptionSets: "disk encryption set",
    managedClusters: "cluster",
    natGateways: "NAT gateway",
    privateDnsZones: "private DNS zone",
    registries: "container registry",
    resourceGroups: "resource group",
    routeTables: "route table",
    subnets: "subnet",
    userAssignedIdentities: "managed identity",
    vaults: "key vault",
    virtualNetworks: "virtual network",
};

function table(head: string[], rows: string[][]): string {
    const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
