import { sameId } from "../../azure/resourceId";
import { ownValue } from "../../values";
import { type Identities, type Identity, identitiesIn, userAssignedIn } from "../live/identities";
import type { LiveCluster } from "../live/liveCluster";
import { type Reading, readValue } from "../live/reading";
import { identityName, scopeName } from "../requiredGrant";
import type { Check } from "./check";
import type { DeclaredCluster } from "./declared";

const section = "identities";

/** A user-assigned identity as Azure has it; undefined where it does not exist. */
export type IdentityResource = { principalId: string } | undefined;

/** User-assigned identities by resource id, in lower case. */
export type IdentityResources = ReadonlyMap<string, Reading<IdentityResource>>;

type Named = Record<string, Partial<Identity>>;

/** Whether the cluster runs as the identities that the stack declares, and whether these exist. */
export function identityChecks(
    declared: DeclaredCluster,
    stated: Named,
    { values }: LiveCluster,
    resources: IdentityResources,
): Check[] {
    const live = identitiesIn(values);
    // A service principal acts for the kubelets and for add-ons, too.
    const isOne = live.controlPlane?.kind === "ServicePrincipal";
    const names = ["controlPlane", ...(isOne ? [] : ["kubelet", ...addonNames(stated, live)])];
    return [
        ...names.map((name) => identityCheck(name, declared, ownValue(name, stated), ownValue(name, live as Named))),
        ...userAssignedIn(values.identity)
            .slice(1)
            .map(({ resourceId }) => furtherIdentity(resourceId)),
        ...names.flatMap((name) => existenceCheck(name, ownValue(name, live as Named), resources)),
    ];
}

/** An app's identity is none of the cluster's, and an add-on may have none. */
function addonNames(stated: Named, live: Identities): string[] {
    const others = ["controlPlane", "kubelet", "workload"];
    const shown = Object.entries(live).flatMap(([name, { principalId }]) => (principalId === undefined ? [] : name));
    return [...new Set([...Object.keys(stated), ...shown])].filter((name) => !others.includes(name)).sort();
}

/** The outputs that declare an identity. */
const OUTPUTS: Readonly<Record<string, string>> = { controlPlane: "controlPlaneIdentity", kubelet: "identityProfile" };

function identityCheck(
    name: string,
    { addons }: DeclaredCluster,
    stated: Partial<Identity> | undefined,
    shown: Partial<Identity> | undefined,
): Check {
    const check = { section, name: identityName({ identity: name }) } as const;
    // The kinds of the others follow from their ids.
    const keys: readonly Key[] = name === "controlPlane" ? KEYS : KEYS.slice(1);
    // A cluster does not show the object id of its service principal.
    const compared = keys.filter((key) => shown?.kind !== "ServicePrincipal" || key === "kind");
    const found = text(shown, keys);
    if (stated !== undefined && compared.some((key) => stated[key] !== undefined)) {
        return isSame(stated, shown ?? {}, compared)
            ? { ...check, state: "ok", expected: text(stated, keys, nameIn), found: text(shown, keys, nameIn) }
            : { ...check, state: "wrong", expected: text(stated, compared), found, advice: OTHER_IDENTITY };
    }
    const output = ownValue(name, OUTPUTS);
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

const KEYS = ["kind", "resourceId", "principalId"] as const;
type Key = (typeof KEYS)[number];

function isSame(stated: Partial<Identity>, shown: Partial<Identity>, keys: readonly Key[]): boolean {
    return keys.every((key) => {
        const [one, other] = [stated[key], shown[key]];
        return one === undefined || (other !== undefined && sameId(one, other));
    });
}

/** An identity as text; where nothing differs, its name is enough. */
function text(identity: Partial<Identity> = {}, keys: readonly Key[] = KEYS, shown = (id: string) => id): string {
    const texts = { kind: (kind: string) => kind, resourceId: shown, principalId: (id: string) => `principal ${id}` };
    const parts = keys.flatMap((key) => (identity[key] === undefined ? [] : texts[key](identity[key])));
    return parts.join(", ") || "none shown";
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
function existenceCheck(name: string, shown: Partial<Identity> | undefined, resources: IdentityResources): Check[] {
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
