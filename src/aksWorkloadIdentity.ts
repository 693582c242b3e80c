import * as pulumi from "@pulumi/pulumi";
import type { AksWorkloadIdentityArgs } from "./args";
import { withFormerNames } from "./engine/formerNames";
import { hideAnswersInDebugMessages } from "./engine/sdk";
import { whenCreated } from "./engine/whenCreated";
import { assignGrants } from "./grants/assign";
import { assignerOf, warnOfUnused } from "./grants/assigner";
import { azCommand } from "./grants/commands";
import { workloadGrants } from "./grants/extraGrants";
import { printSkipped } from "./grants/skipped";
import { federateServiceAccounts } from "./identities/federatedCredentials";
import { findOrCreateIdentity } from "./identities/userAssigned";
import type { RequiredRoleAssignment } from "./outputs";
import { validateWorkloadIdentityArgs } from "./rules/validate";

const POD_LABELS: Record<string, string> = { "azure.workload.identity/use": "true" };

const TYPE = "managed-identity-aks:index:AksWorkloadIdentity";

/**
 * The identity of an app on AKS: a user-assigned identity, created or existing, its role assignments, and federated
 * credentials. With these, pods of one or more Kubernetes service accounts use the identity without a secret. See
 * https://learn.microsoft.com/azure/aks/workload-identity-overview.
 *
 * The names and types of the child resources are stable. They are listed at
 * https://github.com/managed-identity-aks/managed-identity-aks/blob/main/docs/resources.md.
 */
export class AksWorkloadIdentity extends pulumi.ComponentResource {
    /**
     * Resource id of the identity.
     */
    public readonly resourceId!: pulumi.Output<string>;
    /**
     * Client (application) id of the identity.
     */
    public readonly clientId!: pulumi.Output<string>;
    /**
     * Object id of the identity's service principal. Role assignments use this id.
     */
    public readonly principalId!: pulumi.Output<string>;
    /**
     * Tenant of the identity.
     */
    public readonly tenantId!: pulumi.Output<string>;
    /**
     * Annotations of the service accounts: `azure.workload.identity/client-id` and `azure.workload.identity/tenant-id`. They
     * resolve when the credentials and role assignments exist, so resources that use them are created after these.
     */
    public readonly serviceAccountAnnotations!: pulumi.Output<Record<string, string>>;
    /**
     * Labels of the pods: `azure.workload.identity/use: "true"`.
     */
    public readonly podLabels!: pulumi.Output<Record<string, string>>;
    /**
     * Subjects that the identity trusts, in the order of `serviceAccounts`: `system:serviceaccount:<namespace>:<name>`.
     */
    public readonly subjects!: pulumi.Output<string[]>;
    /**
     * Every role assignment of `extraRoleAssignments`. The component creates them. With `roleAssignmentMode: "Skip"`
     * somebody else must create them.
     */
    public readonly roleAssignments!: pulumi.Output<RequiredRoleAssignment[]>;
    /**
     * The same role assignments as Azure CLI commands, for somebody else to run.
     */
    public readonly roleAssignmentCommands!: pulumi.Output<string[]>;

    /**
     * @throws ArgumentsError if an argument violates a rule, before any resource is registered.
     */
    constructor(name: string, args: AksWorkloadIdentityArgs, opts: pulumi.ComponentResourceOptions = {}) {
        const validated = validateWorkloadIdentityArgs(name, args);
        hideAnswersInDebugMessages();
        super(TYPE, name, {}, withFormerNames(name, opts));
        const { identityResourceId, resourceGroupName = "", location, tags, extraRoleAssignments } = args;
        const placement = { resourceGroupName, location, tags };
        const identity = findOrCreateIdentity(`${name}-identity`, identityResourceId, placement, this);
        const credentials = federateServiceAccounts(name, args, identity, validated, this);
        const assigner = assignerOf("AksWorkloadIdentity", name, args, this);
        const grants = workloadGrants(extraRoleAssignments, identityResourceId);
        const assigned = assignGrants(assigner, grants, { workload: identity });
        warnOfUnused(assigner);
        printSkipped(assigner, [assigned.required]);

        const { clientId, tenantId } = identity;
        const annotations = pulumi.all([clientId, tenantId]).apply(
            ([client, tenant]): Record<string, string> => ({
                "azure.workload.identity/client-id": client,
                "azure.workload.identity/tenant-id": tenant,
            }),
        );
        const outputs: Omit<AksWorkloadIdentity, keyof pulumi.ComponentResource> = {
            resourceId: identity.resourceId,
            clientId: identity.clientId,
            principalId: identity.principalId,
            tenantId: identity.tenantId,
            serviceAccountAnnotations: whenCreated(annotations, [...credentials, ...assigned.resources]),
            podLabels: pulumi.output(POD_LABELS),
            subjects: pulumi.all(credentials.map(({ subject }) => subject)),
            roleAssignments: assigned.required,
            roleAssignmentCommands: assigned.required.apply((all) => all.map(azCommand)),
        };
        Object.assign(this, outputs);
        this.registerOutputs(outputs);
    }
}
