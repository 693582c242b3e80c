import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import type { AksWorkloadIdentityArgs } from "../args";
import { orElse } from "../azure/inputs";
import { credentialName } from "../azure/names";
import { addressOf, type UserAssignedIdentity } from "./userAssigned";

const AUDIENCE = "api://AzureADTokenExchange";

/** The credentials that let the service accounts' tokens stand for the identity, one a service account. */
export function federateServiceAccounts(
    component: string,
    { oidcIssuerUrl, serviceAccounts, audience }: AksWorkloadIdentityArgs,
    identity: UserAssignedIdentity,
    parent: pulumi.Resource,
): FederatedIdentityCredential[] {
    const credentials: FederatedIdentityCredential[] = [];
    for (const { namespace, name } of serviceAccounts) {
        const credential = credentialName(component, namespace, name);
        credentials.push(
            new FederatedIdentityCredential(
                credential,
                {
                    ...addressOf(identity.resourceId),
                    federatedIdentityCredentialResourceName: credential,
                    issuer: oidcIssuerUrl,
                    subject: `system:serviceaccount:${namespace}:${name}`,
                    audiences: [orElse(audience, AUDIENCE)],
                },
                // One at a time: Azure answers 409 to two writes in one identity, and azure-native gives up after three
                // retries. After all earlier ones, not the last alone: so any of them are deleted one at a time, too.
                { parent, dependsOn: [...credentials] },
            ),
        );
    }
    return credentials;
}
