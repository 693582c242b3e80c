import { parseResourceId } from "../azure/resourceId";

/** A role assignment that a cluster needs, with the values that are known without a deployment. */
export interface RequiredGrant {
    /** The identity that needs it: `controlPlane`, `kubelet`, the add-on's key, or `workload`. */
    identity: string;
    /** Object id of its service principal; absent where the deployment creates or looks it up. */
    principalId?: string;
    /** Client id of the service principal that it is; absent for a managed identity. */
    clientId?: string;
    /** What the principal is that the cluster ran as before; absent for what it runs as. */
    former?: "ServicePrincipal" | "SystemAssigned";
    /** Name of the role, or `custom role`. */
    role: string;
    /** Full id of the role definition; its GUID where the subscription of the scope is not known. */
    roleDefinitionId: string;
    /** Resource id; absent where the deployment creates what it is. */
    scope?: string;
    /** What that is. */
    createdScope?: "cluster" | "kubeletIdentity";
    /** `before-cluster`, `after-cluster` or `before-workload`. */
    when: string;
    /** Why it is needed, as a sentence. */
    description: string;
    /** Id of the role assignment, where it is known. */
    id?: string;
}

/** The same of a deployment, which knows the principal and the scope. */
export type DeployedGrant = RequiredGrant & Required<Pick<RequiredGrant, "principalId" | "scope">>;

/** The role assignments of one cluster. */
export interface ClusterGrants {
    /** The cluster's name, otherwise that of the input or of the output. */
    name: string;
    roleAssignments: RequiredGrant[];
    /** What the rules warn of. */
    warnings: string[];
}

/** What a principal is that a cluster used before. */
const FORMER = {
    ServicePrincipal: "former service principal",
    SystemAssigned: "former system-assigned identity",
    UserAssigned: "former user-assigned identity",
    AksManaged: "former identity created by AKS",
    Unknown: "former identity",
};
export type FormerKind = keyof typeof FORMER;

const NAMES: Readonly<Record<string, string>> = { controlPlane: "control plane", unknown: "not known" };

/** The identity in words. */
export function identityName({ identity, former }: { identity: string; former?: FormerKind }): string {
    const name = NAMES[identity] ?? identity;
    return former === undefined ? name : `${name} (${FORMER[former]})`;
}

const CREATED = { cluster: "the cluster", kubeletIdentity: "the kubelet identity" };

/** The scope in words that fit into a table; only ids are unique. */
export function scopeName({ scope, createdScope }: Pick<RequiredGrant, "scope" | "createdScope">): string {
    if (scope === undefined) {
        return createdScope === undefined ? "known after the update" : CREATED[createdScope];
    }
    const { resourceGroupName, type, names } = parseResourceId(scope) ?? {};
    if (resourceGroupName === undefined || type === undefined || names === undefined) {
        return scope.split("/").slice(-2).join("/");
    }
    const [, ...types] = type.split("/");
    return `${types.map((each, index) => `${each}/${names[index]}`).join("/")} in ${resourceGroupName}`;
}
