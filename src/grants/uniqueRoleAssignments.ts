import * as pulumi from "@pulumi/pulumi";
import { perDeployment } from "../engine/perDeployment";
import { mocksInUse } from "../engine/sdk";

/** Which component creates a role assignment, and for which grant. */
interface AssignmentOrigin {
    /** Type and name of the component, as messages name it. */
    label: string;
    component: pulumi.Resource;
    /** Role, identity and grant. */
    what: string;
    scope: string;
}

/** The role assignments of a deployment, by the name that Azure knows them by. */
const origins = perDeployment(() => new Map<string, AssignmentOrigin>());

/** Returns the name. Fails if something else in this deployment creates the same role assignment, which Azure accepts only once. */
export function uniqueRoleAssignment(name: string, origin: AssignmentOrigin): string {
    const all = origins();
    const earlier = all.get(name);
    // A test may deploy the same thing again and again under one set of mocks, which is no deployment.
    if (earlier !== undefined && mocksInUse() === undefined) {
        throw new pulumi.RunError(
            earlier.component === origin.component
                ? twiceInOneComponent(earlier, origin)
                : inTwoComponents(earlier, origin),
        );
    }
    all.set(name, origin);
    return name;
}

/** What names one input is made once before its value is known, so here two outputs hold the same. */
function twiceInOneComponent(earlier: AssignmentOrigin, { label, what, scope }: AssignmentOrigin): string {
    return (
        `${label}: ${earlier.what} and ${what} would be the same role assignment, because two different outputs contain ${scope}, and ` +
        "Azure accepts the same role assignment only once (RoleAssignmentExists). Pass the same value to both, for " +
        "example one constant with the id, or the id as a string."
    );
}

function inTwoComponents(earlier: AssignmentOrigin, { label, what, scope }: AssignmentOrigin): string {
    return (
        `${label}: ${what} on ${scope} is already created by ${earlier.label} (${earlier.what}), and Azure accepts the same role ` +
        "assignment only once (RoleAssignmentExists). Create the role assignments of " +
        "identities that several clusters use with AksClusterIdentities, and pass its output forClusters to each cluster as identities."
    );
}
