import * as pulumi from "@pulumi/pulumi";
import { engineHas } from "../engineHooks";
import { ofRun } from "../ofRun";

/** Who makes a role assignment. */
export interface Claimant {
    /** Type and name of the component, as messages name it. */
    label: string;
    component: pulumi.Resource;
    /** Name under which several components share it. */
    sharedAs?: string;
}

interface Claim<Made> {
    by: Claimant;
    made: Made;
}

/** What a deployment's role assignments are so far. */
interface Claims {
    /** By what is known of them before any value is. */
    byInput: Map<string, Claim<unknown>>;
    /** By the name that Azure knows them by. */
    byName: Map<string, string>;
}

const claims = ofRun((): Claims => ({ byInput: new Map(), byName: new Map() }));

/**
 * The role assignment of this key: made now, or, where the same component or one that shares with it has made it,
 * that one. Azure takes the same assignment once only, so anybody else's is refused.
 */
export function claim<Made>(key: string, what: string, by: Claimant, make: () => Made): Made {
    const { byInput } = claims();
    const earlier = byInput.get(key) as Claim<Made> | undefined;
    if (earlier !== undefined && shared(earlier.by, by)) {
        return earlier.made;
    }
    if (earlier !== undefined && !underMocks()) {
        throw new pulumi.RunError(
            `${by.label}: ${what} is made by ${earlier.by.label} already, and Azure takes one role assignment once ` +
                "only (RoleAssignmentExists). Set shareRoleAssignmentsAs to one and the same name in both, so that " +
                'neither takes it along when it goes, or set roleAssignments to "Skip" in one of them.',
        );
    }
    const made = make();
    byInput.set(key, { by, made });
    return made;
}

/** Refuses a role assignment whose values turn out to be those of another: inputs can hide that they are the same. */
export function claimName(name: string, what: string, by: Claimant): string {
    const { byName } = claims();
    const earlier = byName.get(name);
    if (earlier !== undefined && !underMocks()) {
        throw new Error(
            `${by.label}: ${what} is made by ${earlier} already, which names the same identity and scope by other ` +
                "outputs, and Azure takes one role assignment once only (RoleAssignmentExists). Pass one and the same " +
                "value to both, for example a constant that holds subnet.id, or, where it is the virtual network of two " +
                "subnets, these subnets' ids as plain text; two components also need one and the same " +
                "shareRoleAssignmentsAs.",
        );
    }
    byName.set(name, by.label);
    return name;
}

function shared(one: Claimant, other: Claimant): boolean {
    return (
        one.component === other.component || (one.sharedAs !== undefined && one.sharedAs === other.sharedAs)
    );
}

/** A test may deploy the same thing again and again under one set of mocks, which is no deployment. */
function underMocks(): boolean {
    return !engineHas("ErrorHook");
}
