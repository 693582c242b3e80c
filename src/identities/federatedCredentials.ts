import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import type { AksWorkloadIdentityArgs } from "../args";
import { orElse } from "../azure/inputs";
import { credentialName } from "../azure/names";
import { addressIn, sameResource } from "../azure/resourceId";
import { explainAlreadyExists } from "../engine/alreadyExists";
import { knownValue } from "../engine/hooks";
import { perDeployment } from "../engine/perDeployment";
import type { Validated } from "../validation/validator";
import { UNKNOWN } from "../values";
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
    const onError = explainAlreadyExists(parent, component);
    const before = onSameIdentity(identity.resourceId, [...federated()]);
    federated().push({ identityId: identity.resourceId, credentials });
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
                    dependsOn: validated.apply(async () => [...(await before), ...earlier]),
                    // The name in Azure stays when the component is renamed: another name is another credential.
                    ignoreChanges: ["federatedIdentityCredentialResourceName"],
                    hooks: { onError },
                },
            ),
        );
    }
    return credentials;
}

/** The credentials that a component creates in an identity. */
interface Federated {
    identityId: pulumi.Output<string>;
    credentials: FederatedIdentityCredential[];
}

/** Of all components of a deployment so far: a later one can wait for an earlier one, which never waits for it. */
const federated = perDeployment((): Federated[] => []);

/** The credentials of earlier components in the same identity; none where a preview does not know which identity it is. */
async function onSameIdentity(
    identityId: pulumi.Output<string>,
    earlier: Federated[],
): Promise<FederatedIdentityCredential[]> {
    // The failure of an identity is reported by what uses it.
    const known = (output: pulumi.Output<string>) => knownValue(output).catch((): typeof UNKNOWN => UNKNOWN);
    const own = await known(identityId);
    const found = await Promise.all(
        earlier.map(async ({ identityId: other, credentials }) => {
            const id = await known(other);
            return own !== UNKNOWN && id !== UNKNOWN && sameResource(own, id) ? credentials : [];
        }),
    );
    return found.flat();
}
