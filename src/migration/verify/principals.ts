import { sameId } from "../../azure/resourceId";
import { ownValue } from "../../values";
import type { Identities, Identity } from "../live/identities";
import type { DeployedGrant } from "../requiredGrant";
import type { DeclaredCluster } from "./declared";

/** The role assignments of a stack by who needs them. */
export interface GrantsByPrincipal {
    /** Those of what the cluster runs as. */
    current: DeployedGrant[];
    /** Those that the identities before keep during a change. */
    former: DeployedGrant[];
}

/** Which identities the stack says that the cluster runs as, by name. */
export function declaredIdentities(declared: DeclaredCluster, live: Identities): Record<string, Partial<Identity>> {
    const { controlPlane, kubelet, addons = {}, roleAssignments } = declared;
    const named: Record<string, Partial<Identity> | undefined> = { ...addons, controlPlane, kubelet };
    const names = new Set([...Object.keys(named), ...roleAssignments.map(({ identity }) => identity)]);
    return Object.fromEntries(
        [...names].flatMap((name) => {
            const identity = ownValue(name, named) ?? ofRoleAssignments(name, roleAssignments, live);
            return identity === undefined ? [] : [[name, identity]];
        }),
    );
}

/** During a change the role assignments name two principals: then the one that is current is the one the cluster shows. */
function ofRoleAssignments(
    name: string,
    roleAssignments: DeployedGrant[],
    live: Identities,
): Partial<Identity> | undefined {
    const principals = [
        ...new Set(roleAssignments.filter(({ identity }) => identity === name).map((grant) => grant.principalId)),
    ];
    const shown = ownValue(name, live as Record<string, Partial<Identity>>)?.principalId;
    const current = principals.find((each) => shown !== undefined && sameId(each, shown));
    const principalId = current ?? (principals.length === 1 ? principals[0] : undefined);
    return principalId === undefined ? undefined : { principalId };
}

export function grantsByPrincipal(
    { roleAssignments }: DeclaredCluster,
    identities: Record<string, Partial<Identity>>,
): GrantsByPrincipal {
    const isFormer = ({ identity, principalId }: DeployedGrant) => {
        const current = ownValue(identity, identities)?.principalId;
        return current !== undefined && !sameId(current, principalId);
    };
    return {
        current: roleAssignments.filter((grant) => !isFormer(grant)),
        former: roleAssignments.filter(isFormer),
    };
}
