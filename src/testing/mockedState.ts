import { unversioned } from "../aksTypes";
import { lastSegment } from "../azure/resourceId";
import { withoutSecrets } from "../engine/sdk";
import type { Values } from "../values";
import { typeAndName } from "./armPath";
import { guidOf, principalOf } from "./guid";
import { managedClusterState } from "./managedClusterState";

/** What all mocks of one test share. */
export interface Surroundings {
    subscriptionId: string;
    tenantId: string;
    location: string;
}

/** A resource whose state is made up. */
export interface Mocked extends Surroundings {
    id: string;
    /** Its name in Azure. */
    name: string;
    inputs: Values;
}

/** Outputs of resources beyond their inputs, by type. */
const STATES: Record<string, (mocked: Mocked) => Values> = {
    "authorization:RoleDefinition": ({ id, name }) => ({ id, name }),
    "containerregistry:Registry": ({ name }) => ({ loginServer: `${name.toLowerCase()}.azurecr.io` }),
    "containerservice:ManagedCluster": managedClusterState,
    "dns:Zone": ({ name }) => ({ nameServers: [`ns1-01.azure-dns.com.`, `ns2-01.azure-dns.net.`], name }),
    "keyvault:Key": ({ name, inputs }) => {
        const keyUri = `https://${inputs.vaultName}.vault.azure.net/keys/${name}`;
        return { keyUri, keyUriWithVersion: `${keyUri}/${guidOf("version", keyUri).replaceAll("-", "")}` };
    },
    "keyvault:Vault": ({ name, inputs }) => ({
        properties: { ...Object(inputs.properties), vaultUri: `https://${name}.vault.azure.net/` },
    }),
    "managedidentity:UserAssignedIdentity": ({ id, tenantId }) => ({ ...principalOf(id), tenantId }),
    "network:VirtualNetwork": ({ id, inputs }) => ({
        subnets: (Array.isArray(inputs.subnets) ? inputs.subnets : []).map((subnet) => ({
            ...subnet,
            id: `${id}/subnets/${subnet.name}`,
        })),
    }),
    "operationalinsights:Workspace": ({ id }) => ({ customerId: guidOf("workspace", id) }),
};

/** What azure-native shows of a resource with this id: its inputs, which may be secret, and what Azure adds. */
export function mockedState(type: string, id: string, given: Values, surroundings: Surroundings): Values {
    const { type: armType, name } = typeAndName(id);
    const token = unversioned(type).slice(type.indexOf(":") + 1);
    const inputs = withoutSecrets(given);
    const mocked = { id, name, inputs, ...surroundings };
    return {
        location: surroundings.location,
        ...given,
        name,
        type: armType,
        ...(inputs.identity !== undefined && { identity: identityState(mocked) }),
        ...STATES[token]?.(mocked),
    };
}

/** `identity` of a resource: azure-native takes ids, Azure shows a map with the principals of each. */
function identityState({ id, inputs, tenantId }: Mocked): Values {
    const identity: { type?: string; userAssignedIdentities?: unknown } = Object(inputs.identity);
    const given = identity.userAssignedIdentities ?? [];
    const ids = Array.isArray(given) ? given.map(String) : Object.keys(Object(given));
    return {
        ...identity,
        ...(String(identity.type).includes("SystemAssigned") && {
            principalId: guidOf("principal", "system-assigned", lastSegment(id)),
            tenantId,
        }),
        ...(ids.length > 0 && {
            userAssignedIdentities: Object.fromEntries(ids.map((each) => [each, principalOf(each)])),
        }),
    };
}
