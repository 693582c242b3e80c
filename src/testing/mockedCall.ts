import { builtInRoleName } from "../grants/roles";
import type { Values } from "../values";
import { guidOf } from "./guid";
import type { Surroundings } from "./mockedState";

/** The deployer. */
function deployer({ subscriptionId, tenantId }: Surroundings): Values {
    return {
        clientId: guidOf("client", "deployer"),
        objectId: guidOf("principal", "deployer"),
        subscriptionId,
        tenantId,
    };
}

/** Look-ups that are no look-up of one resource, by what follows the provider. */
const CALLS: Record<string, (inputs: Values, surroundings: Surroundings) => Values> = {
    "azure-native:authorization:getClientConfig": (_, surroundings) => deployer(surroundings),
    // Not in the form of Azure's tokens, so nobody can send it to Azure.
    "azure-native:authorization:getClientToken": () => ({ token: "mocked" }),
    "azure-native:authorization:getRoleDefinition": ({ scope, roleDefinitionId }) => ({
        id: `${String(scope ?? "").replace(/\/+$/, "")}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinitionId}`,
        name: roleDefinitionId,
        roleName: builtInRoleName(String(roleDefinitionId)),
        roleType: "BuiltInRole",
        type: "Microsoft.Authorization/roleDefinitions",
    }),
    "azure-native:containerservice:listManagedClusterAdminCredentials": (inputs) => kubeconfigs("clusterAdmin", inputs),
    "azure-native:containerservice:listManagedClusterUserCredentials": (inputs) => kubeconfigs("clusterUser", inputs),
    "azuread:index/getClientConfig:getClientConfig": (_, surroundings) => {
        const { clientId, objectId, tenantId } = deployer(surroundings);
        return { clientId, objectId, tenantId };
    },
};

/** The answer to such a look-up; undefined where it is another one. */
export function mockedCall(token: string, inputs: Values, surroundings: Surroundings): Values | undefined {
    return CALLS[token]?.(inputs, surroundings) ?? (token.startsWith("azuread:") ? inEntra(token, inputs) : undefined);
}

/** What a look-up in Entra may name an object by, its own ids first. */
const KEYS = ["objectId", "clientId", "userPrincipalName", "mailNickname", "mail", "displayName"];

/** One object of Entra: what is asked for by, and ids; the same ids for the same question. */
function inEntra(token: string, inputs: Values): Values | undefined {
    const [, what] = /:get([A-Z]\w*)$/.exec(token) ?? [];
    const key = KEYS.find((each) => typeof inputs[each] === "string");
    if (what === undefined || key === undefined) {
        return undefined;
    }
    const objectId = key === "objectId" ? String(inputs.objectId) : guidOf("entra", what, key, String(inputs[key]));
    return { id: objectId, objectId, clientId: guidOf("client", objectId), displayName: what, ...inputs };
}

/** With format `exec` it signs users in with kubelogin, otherwise with a token. */
function kubeconfigs(user: string, { resourceGroupName, resourceName, format }: Values): Values {
    const name = `${user}_${resourceGroupName}_${resourceName}`;
    const signIn =
        format === "exec"
            ? {
                  exec: {
                      apiVersion: "client.authentication.k8s.io/v1beta1",
                      command: "kubelogin",
                      args: ["get-token"],
                  },
              }
            : { token: guidOf("token", name) };
    const kubeconfig = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: resourceName, cluster: { server: `https://${resourceName}.mocked.azmk8s.io:443` } }],
        contexts: [{ name: resourceName, context: { cluster: resourceName, user: name } }],
        "current-context": resourceName,
        users: [{ name, user: signIn }],
    };
    // JSON is YAML.
    return {
        kubeconfigs: [{ name: user, value: Buffer.from(JSON.stringify(kubeconfig, null, 2)).toString("base64") }],
    };
}
