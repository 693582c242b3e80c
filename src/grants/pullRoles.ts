import { getVersion } from "@pulumi/azure-native/utilities";
import * as pulumi from "@pulumi/pulumi";
import { RegistryPermissions } from "../args";
import { inputKey, setOrigin } from "../azure/inputs";
import { normalizeScope, parseResourceId } from "../azure/resourceId";
import { reasonOf, retryOnce, showOf } from "../engine/lookUps";
import { emptyUnderMocks } from "../engine/mocks";
import { failWhenRegistered, isKnown, mocksInUse } from "../engine/sdk";
import { requireSame } from "../identities/userAssigned";
import type { Assigner } from "./assign";
import { PULL_ROLES, type PullRoleOf } from "./registryGrants";
import { roleGuidOrId } from "./roles";

/** With the API version of azure-native's own `getRegistry` Azure does not show the mode; see docs/architecture.md. */
const GET_REGISTRY = "azure-native:containerregistry/v20251101:getRegistry";

/** Reasons for which another run would not read it either. After any other one, an assumption could take away a role that works. */
const LASTING = /Status=40[34]\b|AuthorizationFailed|NotFound|another subscription|roleAssignmentMode/;

/** Names of Azure. */
const MODES: Record<string, RegistryPermissions> = {
    LegacyRegistryPermissions: RegistryPermissions.Rbac,
    AbacRepositoryPermissions: RegistryPermissions.Abac,
};

/** Reads the role assignment mode of a component's registries, of each once. Says so where it assumes a mode. */
export function readPullRoles(assigner: Pick<Assigner, "label" | "component">): PullRoleOf {
    const roles = new Map<string, pulumi.Output<string>>();
    return ({ id, called }) => {
        const key = inputKey(id);
        const role = roles.get(key) ?? readPullRole(pulumi.output(id), `the registry "${called}"`, assigner);
        roles.set(key, role);
        return role;
    };
}

function readPullRole(
    id: pulumi.Output<string>,
    registry: string,
    { label, component }: Pick<Assigner, "label" | "component">,
): pulumi.Output<string> {
    const role = id.apply(async (value) => {
        try {
            return PULL_ROLES[await modeOf(normalizeScope(value), component)];
        } catch (error) {
            const reason = (await showOf(id))(reasonOf(error), value);
            if (!LASTING.test(reason)) {
                // The run ends without deletions, so that a role that works stays.
                failWhenRegistered(new pulumi.RunError(`${label}: ${notAnswered(registry, reason)}`));
                return PULL_ROLES.Rbac;
            }
            await pulumi.log.warn(`${label}: ${notRead(registry, reason)}`, component);
            return PULL_ROLES.Rbac;
        }
    }) as pulumi.Output<string>;
    // Until it is known, it counts as the role that it most often is: an extra role assignment of that is the same.
    setOrigin(role, roleGuidOrId(PULL_ROLES.Rbac));
    // Whoever uses an id that has failed says so.
    sayIfUnknown(id, `${label}: ${notKnownYet(registry)}`, component).catch(() => undefined);
    return role;
}

async function modeOf(id: string, parent: pulumi.Resource): Promise<RegistryPermissions> {
    const { resourceGroupName, names: [registryName] = [] } = parseResourceId(id) ?? {};
    // As azure-native's own functions do: without a version the engine may choose another plugin.
    const options = { parent, version: getVersion() };
    const found: { id?: string; roleAssignmentMode?: string } = await retryOnce(() =>
        emptyUnderMocks(pulumi.runtime.invoke(GET_REGISTRY, { resourceGroupName, registryName }, options)),
    );
    requireSame(id, found.id);
    const { roleAssignmentMode = mocksInUse() && "LegacyRegistryPermissions" } = found;
    const mode = MODES[String(roleAssignmentMode)];
    if (mode === undefined) {
        throw new Error(`Azure shows roleAssignmentMode ${roleAssignmentMode}`);
    }
    return mode;
}

async function sayIfUnknown(id: pulumi.Output<string>, message: string, component: pulumi.Resource): Promise<void> {
    if (pulumi.runtime.isDryRun() && !(await isKnown(id))) {
        await pulumi.log.info(message, component);
    }
}

const notKnownYet = (registry: string) =>
    `the id of ${registry} is not known yet, so this preview assumes the role assignment mode Rbac (${PULL_ROLES.Rbac}). ` +
    `The update reads the mode, and assigns ${PULL_ROLES.Abac} if it is Abac. Set permissions of the registry to decide it here.`;

const notAnswered = (registry: string, reason: string) =>
    `the role assignment mode of ${registry} could not be read, so it is not known which role the kubelets need. ` +
    `Run it again, or set permissions of the registry.\n${reason}`;

const notRead = (registry: string, reason: string) =>
    `the role assignment mode of ${registry} could not be read, so Rbac is assumed: the kubelets get ${PULL_ROLES.Rbac}, ` +
    "which has no effect if the mode is Abac. Set permissions of the registry, or give the deployer " +
    `Microsoft.ContainerRegistry/registries/read on it.\n${reason}`;
