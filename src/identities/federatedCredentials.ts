import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import type { AksWorkloadIdentityArgs } from "../args";
import { orElse } from "../azure/inputs";
import { credentialName } from "../azure/names";
import { addressIn } from "../azure/resourceId";
import type { Validated } from "../validation/validator";
import type { UserAssignedIdentity } from "./userAssigned";

const AUDIENCE = "api://AzureADTokenExchange";

/** The credentials that let the service accounts' tokens stand for the identity, one a service account. */
export function federateServiceAccounts(
    component: string,
    { oidcIssuerUrl, serviceAccounts, audience }: AksWorkloadIdentityArgs,
    identity: UserAssignedIdentity,
    validated: Validated,
    parent: pulumi.Resource,
): FederatedIdentityCredential[] {
    const { resourceGroupName, resourceName } = identity.resourceId.apply(addressIn);
    const credentials: FederatedIdentityCredential[] = [];
    for (const { namespace, name } of serviceAccounts) {
        const earlier = [...credentials];
        credentials.push(
            new FederatedIdentityCredential(
                // No name in Kubernetes has a `_`, so two accounts never share a name.
                `${component}-${namespace}_${name}`,
                {
                    resourceGroupName,
                    resourceName,
                    federatedIdentityCredentialResourceName: credentialName(component, namespace, name),
                    issuer: oidcIssuerUrl,
                    subject: `system:serviceaccount:${namespace}:${name}`,
                    audiences: [orElse(audience, AUDIENCE)],
                },
                // One at a time: Azure answers 409 to two writes in one identity, and azure-native gives up after three
                // retries. After all earlier ones, not the last alone: so any of them are deleted one at a time, too.
                {
                    parent,
                    dependsOn: validated.apply(() => earlier),
                    // The name in Azure stays when the component is renamed: another name is another credential.
                    ignoreChanges: ["federatedIdentityCredentialResourceName"],
                },
            ),
        );
    }
    return credentials;
}
