import { azCommand } from "../grants/commands";
import { GUID } from "../values";
import { clusterGrants } from "./clusterGrants";
import type { JsonInput } from "./jsonInput";
import { type Block, ExitCode, type Report } from "./report";
import { type ClusterGrants, identityName, type RequiredGrant, scopeName } from "./requiredGrant";

export interface GrantsData {
    clusters: ClusterGrants[];
    /** Only if they were asked for: a script for a POSIX shell, a line each. */
    commands?: string[];
}

/**
 * The role assignments that clusters need, as tables or as commands of the Azure CLI.
 *
 * @throws InvalidInputError if the input describes no cluster, or one that the rules reject.
 */
export async function grantsReport(input: JsonInput, asCommands = false): Promise<Report<GrantsData>> {
    const clusters = clusterGrants(input);
    const commands = asCommands ? clusters.flatMap(({ roleAssignments }) => commandsOf(roleAssignments)) : undefined;
    return {
        kind: "grants",
        version: 1,
        data: { clusters, ...(commands && { commands }) },
        exitCode: ExitCode.Ok,
        blocks: commands ? [{ kind: "code", language: "sh", lines: commands }] : clusters.flatMap(tableOf),
    };
}

function tableOf({ name, roleAssignments, warnings }: ClusterGrants): Block[] {
    return [
        { kind: "heading", level: 1, text: `Role assignments of ${name}` },
        ...warnings.map((text): Block => ({ kind: "paragraph", text, tone: "pending" })),
        {
            kind: "table",
            columns: ["identity", "role", "scope", "when", "reason"],
            rows: roleAssignments.map((grant) => [
                identityName(grant),
                grant.role,
                scopeName(grant),
                grant.when,
                grant.description,
            ]),
        },
    ];
}

/** First the variables that must be set, then a command for each role assignment. */
function commandsOf(grants: RequiredGrant[]): string[] {
    const variables = new Map<string, string>();
    const unknown = (variable: string, meaning: string) => {
        variables.set(variable, meaning);
        return { variable };
    };
    const commands = grants.map((grant) =>
        azCommand({
            ...grant,
            principalId: grant.principalId ?? unknown(...principalVariable(grant)),
            scope: grant.scope ?? unknown(...SCOPE_VARIABLES[grant.createdScope ?? "cluster"]),
        }),
    );
    // The shell stops at one that is not set.
    return [...[...variables].map(([variable, meaning]) => `: "\${${variable}:?${meaning}}"`), ...commands];
}

const SCOPE_VARIABLES: Record<NonNullable<RequiredGrant["createdScope"]>, [variable: string, meaning: string]> = {
    cluster: ["CLUSTER_ID", "resource id of the cluster"],
    kubeletIdentity: ["KUBELET_IDENTITY_ID", "resource id of the kubelet identity"],
};

/** `AZURE_KEYVAULT_SECRETS_PROVIDER_PRINCIPAL_ID` of `azureKeyvaultSecretsProvider`. */
function principalVariable(grant: RequiredGrant): [variable: string, meaning: string] {
    const { identity, former, clientId } = grant;
    if (clientId !== undefined) {
        const look = GUID.test(clientId) ? `: az ad sp show --id ${clientId} --query id --output tsv` : "";
        return ["SERVICE_PRINCIPAL_OBJECT_ID", `object id of the service principal of the cluster${look}`];
    }
    const words = [former, identity].filter((word) => word !== undefined).join("_");
    const name = words.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
    return [`${name}_PRINCIPAL_ID`, `object id of the service principal of: ${identityName(grant)}`];
}
