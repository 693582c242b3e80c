import * as pulumi from "@pulumi/pulumi";
import { engineHas } from "../engine/hooks";
import { perDeployment } from "../engine/perDeployment";

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

/** The name; fails where something else in this deployment creates the same role assignment: Azure takes it once only. */
export function uniqueRoleAssignment(name: string, origin: AssignmentOrigin): string {
    const all = origins();
    const earlier = all.get(name);
    if (earlier !== undefined && !underMocks()) {
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
        `${label}: ${earlier.what} and ${what} are one role assignment, for two different outputs hold ${scope}, and ` +
        "Azure takes one role assignment once only (RoleAssignmentExists). Pass one and the same value to both, for " +
        "example a constant that holds the id, or the id as plain text."
    );
}

function inTwoComponents(earlier: AssignmentOrigin, { label, what, scope }: AssignmentOrigin): string {
    return (
        `${label}: ${what} on ${scope} is made by ${earlier.label} already (${earlier.what}), and Azure takes one role ` +
        "assignment once only (RoleAssignmentExists). Let an AksClusterIdentities make the role assignments of " +
        "identities that several clusters use, and give its output forClusters to each of them as identities."
    );
}

/** A test may deploy the same thing again and again under one set of mocks, which is no deployment. */
function underMocks(): boolean {
    return !engineHas("ErrorHook");
}
