import { sameId } from "../../azure/resourceId";
import { type Reading, readValue } from "../live/reading";
import { identityName, scopeName } from "../requiredGrant";
import type { Check } from "./check";
import type { DeclaredCluster, DeclaredIdentity } from "./declared";
import type { LiveIdentities } from "./liveIdentities";

const section = "identities";

/** A user-assigned identity as Azure has it; undefined where it does not exist. */
export type IdentityResource = { principalId: string } | undefined;

/** User-assigned identities by resource id, in lower case. */
export type IdentityResources = ReadonlyMap<string, Reading<IdentityResource>>;

/** Whether the cluster runs as the identities that the stack declares, and whether these exist. */
export function identityChecks(
    declared: DeclaredCluster,
    stated: Record<string, DeclaredIdentity>,
    live: LiveIdentities,
    resources: IdentityResources,
): Check[] {
    // A service principal acts for the kubelets and for add-ons, too.
    const names = ["controlPlane", ...(live.usesServicePrincipal ? [] : ["kubelet", ...addonNames(stated, live)])];
    return [
        ...names.map((name) => identityCheck(name, declared, stated[name], live)),
        ...live.others.map(furtherIdentity),
        ...names.flatMap((name) => existenceCheck(name, live.identities[name], resources)),
    ];
}

/** An app's identity is none of the cluster's. */
function addonNames(stated: Record<string, DeclaredIdentity>, { identities }: LiveIdentities): string[] {
    const others = ["controlPlane", "kubelet", "workload"];
    const all = new Set([...Object.keys(stated), ...Object.keys(identities)]);
    return [...all].filter((name) => !others.includes(name)).sort();
}

/** The outputs that declare an identity. */
const OUTPUTS: Readonly<Record<string, string>> = { controlPlane: "controlPlaneIdentity", kubelet: "identityProfile" };

function identityCheck(
    name: string,
    { addons }: DeclaredCluster,
    stated: DeclaredIdentity | undefined,
    { identities, usesServicePrincipal }: LiveIdentities,
): Check {
    const shown = identities[name];
    const check = { section, name: identityName({ identity: name }) } as const;
    // A cluster does not show the object id of its service principal.
    const compared = usesServicePrincipal ? onlyType(stated) : stated;
    if (compared !== undefined) {
        return isSame(compared, shown ?? {})
            ? { ...check, state: "ok", expected: text(stated, nameIn), found: text(shown, nameIn) }
            : { ...check, state: "wrong", expected: text(stated), found: text(shown), advice: OTHER_IDENTITY };
    }
    const found = text(shown);
    const output = OUTPUTS[name];
    return output === undefined && addons !== undefined
        ? { ...check, state: "wrong", expected: "none", found, advice: OTHER_IDENTITY }
        : {
              ...check,
              found,
              state: "unknown",
              expected: "not among the outputs",
              advice: `Export the output ${output ?? "addonIdentities"}, so that it can be compared.`,
          };
}

const OTHER_IDENTITY =
    "Somebody else has changed an identity, or the outputs are outdated. Run `pulumi up --refresh`, then verify again.";

function onlyType({ type }: DeclaredIdentity = {}): DeclaredIdentity | undefined {
    return type === undefined ? undefined : { type };
}

function isSame(stated: DeclaredIdentity, shown: DeclaredIdentity): boolean {
    const keys = ["type", "resourceId", "principalId"] as const;
    return keys.every((key) => {
        const [one, other] = [stated[key], shown[key]];
        return one === undefined || (other !== undefined && sameId(one, other));
    });
}

/** An identity as text; where nothing differs, its name is enough. */
function text({ type, resourceId, principalId }: DeclaredIdentity = {}, shown = (id: string) => id): string {
    const parts = [
        type,
        resourceId === undefined ? undefined : shown(resourceId),
        principalId === undefined ? undefined : `principal ${principalId}`,
    ];
    return parts.filter((part) => part !== undefined).join(", ") || "none shown";
}

function nameIn(resourceId: string): string {
    return scopeName({ scope: resourceId });
}

/** AKS uses one user-assigned identity. */
function furtherIdentity(resourceId: string): Check {
    return {
        section,
        name: "further control plane identity",
        state: "wrong",
        expected: "none",
        found: resourceId,
        advice: OTHER_IDENTITY,
    };
}

/** Whether a user-assigned identity is the one that the cluster was given: one that was created again is another. */
function existenceCheck(name: string, shown: DeclaredIdentity | undefined, resources: IdentityResources): Check[] {
    const { resourceId, principalId = "" } = shown ?? {};
    if (resourceId === undefined) {
        return [];
    }
    const reading = resources.get(resourceId.toLowerCase()) ?? { failure: "the identity was not read" };
    const check = {
        section,
        name: `${identityName({ identity: name })} identity exists`,
        expected: `principal ${principalId}`,
    } as const;
    if ("failure" in reading) {
        return [{ ...check, state: "unknown", found: reading.failure }];
    }
    const resource = readValue(reading);
    if (resource === undefined) {
        return [{ ...check, state: "wrong", found: "the identity is deleted", advice: `${DELETED} ${resourceId}.` }];
    }
    const found = `principal ${resource.principalId}`;
    return sameId(resource.principalId, principalId)
        ? [{ ...check, state: "ok", found }]
        : [{ ...check, state: "wrong", found, advice: `${RECREATED} ${resourceId}.` }];
}

const DELETED = "A deleted identity cannot sign in. Create another one, and assign it to the cluster instead of";
const RECREATED =
    "The identity was deleted and created again, and the cluster still uses the deleted one. Assign this identity to the cluster again:";
