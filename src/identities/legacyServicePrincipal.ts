import { getServicePrincipal } from "@pulumi/azuread/getServicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import type { ServicePrincipalArgs } from "../args";
import { lookUpOf } from "../engine/lookUps";
import { emptyUnderMocks } from "../engine/mocks";

/** A legacy cluster's service principal, found in Entra. */
export interface ServicePrincipal {
    clientId: pulumi.Output<string>;
    /** Object id, which role assignments name. */
    principalId: pulumi.Output<string>;
    /** Always a secret, whether it was given as one or not: azure-native itself marks nothing. */
    clientSecret?: pulumi.Output<string>;
    /** The client id as the program gave it. */
    existing: pulumi.Input<string>;
}

/** The service principal of this client id. */
export function findServicePrincipal(
    { clientId, clientSecret }: ServicePrincipalArgs,
    parent: pulumi.Resource,
): ServicePrincipal {
    const known = pulumi.output(clientId);
    return {
        clientId: known,
        principalId: principalIdOf(known, parent),
        existing: clientId,
        ...(clientSecret !== undefined && { clientSecret: pulumi.secret(clientSecret) }),
    };
}

function principalIdOf(clientId: pulumi.Output<string>, parent: pulumi.Resource): pulumi.Output<string> {
    return lookUpOf(
        clientId,
        (id) => emptyUnderMocks(getServicePrincipal({ clientId: id }, { parent })),
        (id, reason) =>
            `The service principal with client id ${id} could not be found in Entra: ${reason}\n` +
            "Correct controlPlaneIdentity.servicePrincipal.clientId, or give the deployer permission to read applications in Entra (Directory Readers).",
    ).objectId;
}
