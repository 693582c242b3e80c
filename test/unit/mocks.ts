import * as pulumi from "@pulumi/pulumi";
import { mocks } from "../../src/engine/mocks";

/** A resource as the program registered it. */
export interface Registered {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
    parent?: string;
    dependencies: string[];
    ignoreChanges: string[];
    replaceOnChanges: string[];
    deleteBeforeReplace?: boolean;
    errorHooks: string[];
}

export const SUBSCRIPTION = "00000000-0000-0000-0000-0000000000aa";

type Answer = (inputs: Record<string, string>) => Record<string, unknown> | Promise<Record<string, unknown>>;

/**
 * Runs a program under Pulumi's mocks and gives back what it registered, in order, and its result; `answers` to functions,
 * by their tokens, come before the usual ones.
 */
export async function underMocks<T>(
    program: () => T | Promise<T>,
    answers: Record<string, Answer> = {},
): Promise<{ resources: Registered[]; result: T }> {
    const resources: Registered[] = [];
    mocks.answerAsAzure = true;
    await pulumi.runtime.setMocks({
        newResource: mockResource,
        call: ({ token, inputs, ...rest }) => answers[token]?.(inputs) ?? mockCall({ token, inputs, ...rest }),
    });
    recordRegistrations(resources);
    const result = await program();
    await pulumi.runtime.disconnect();
    return { resources, result };
}

/** The resource of this name; its absence is an error of the test. */
export function find(resources: Registered[], name: string): Registered {
    const found = resources.find((resource) => resource.name === name);
    if (found === undefined) {
        throw new Error(`no resource "${name}" among ${resources.map((resource) => resource.name).join(", ")}`);
    }
    return found;
}

/** The value of an input that may be an output; a failed output rejects. */
export async function valueIn<T>(input: pulumi.Input<T>): Promise<T> {
    if (!pulumi.Output.isInstance(input)) {
        return input;
    }
    const output = input as unknown as {
        isKnown: Promise<boolean>;
        isSecret: Promise<boolean>;
        allResources(): Promise<unknown>;
        promise(): Promise<T>;
    };
    // A failed output fails in several promises; nobody else looks at these.
    for (const beside of [output.isKnown, output.isSecret, output.allResources()]) {
        beside.catch(() => undefined);
    }
    return output.promise();
}

/** One that is imported has its own id. */
function mockResource({ id, ...args }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
    const created = createdResource(args);
    return id ? { ...created, id } : created;
}

function createdResource({ type, name, inputs }: Pick<pulumi.runtime.MockResourceArgs, "type" | "name" | "inputs">) {
    const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/group`;
    switch (type) {
        case "azure-native:managedidentity:UserAssignedIdentity":
            return {
                id: `/subscriptions/${SUBSCRIPTION}/resourcegroups/group/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`,
                state: {
                    ...inputs,
                    clientId: `client-of-${name}`,
                    principalId: `principal-of-${name}`,
                    tenantId: "tenant",
                },
            };
        case "azure-native:containerservice:ManagedCluster":
            return {
                id: `${group}/providers/Microsoft.ContainerService/managedClusters/${name}`,
                state: {
                    ...inputs,
                    name: inputs.resourceName ?? "cluster-in-azure",
                    fqdn: "aks.example",
                    nodeResourceGroup: "MC_group",
                    addonProfiles: withIdentities(inputs.addonProfiles ?? {}),
                    servicePrincipalProfile: inputs.servicePrincipalProfile ?? { clientId: "msi" },
                    oidcIssuerProfile: inputs.oidcIssuerProfile?.enabled
                        ? { enabled: true, issuerURL: "https://issuer.example/tenant/cluster/" }
                        : undefined,
                    identity: inputs.identity && {
                        type: inputs.identity.type,
                        principalId: "principal-of-system",
                        tenantId: "tenant",
                    },
                    identityProfile: inputs.identityProfile ?? {
                        kubeletidentity: {
                            resourceId: "/made/by/aks",
                            clientId: "client-by-aks",
                            objectId: "principal-by-aks",
                        },
                    },
                },
            };
        default:
            return { id: `${name}-id`, state: inputs };
    }
}

/** Add-ons as AKS shows them; with Entra authentication, Container insights has no identity. */
function withIdentities(addons: Record<string, { enabled: boolean; config?: Record<string, string> }>) {
    const identity = (key: string) => ({
        resourceId: `/made/by/aks/${key}`,
        clientId: `client-of-${key}`,
        objectId: `principal-of-${key}`,
    });
    return Object.fromEntries(
        Object.entries(addons).map(([key, addon]) => [
            key,
            addon.enabled && addon.config?.useAADAuth !== "true" ? { ...addon, identity: identity(key) } : addon,
        ]),
    );
}

function mockCall({ token, inputs }: pulumi.runtime.MockCallArgs): Record<string, unknown> {
    switch (token) {
        case "azure-native:managedidentity:getUserAssignedIdentity":
            return {
                clientId: `client-of-${inputs.resourceName}`,
                principalId: `principal-of-${inputs.resourceName}`,
                tenantId: "tenant",
            };
        case "azuread:index/getServicePrincipal:getServicePrincipal":
            return { objectId: `principal-of-${inputs.clientId}` };
        case "azuread:index/getGroup:getGroup":
            return { objectId: `object-of-${inputs.displayName}` };
        case "azure-native:containerservice:listManagedClusterUserCredentials": {
            const kubeconfig = inputs.format === "exec" ? "command: kubelogin" : "apiVersion: v1";
            return {
                kubeconfigs: [{ name: "clusterUser", value: Buffer.from(kubeconfig).toString("base64") }],
            };
        }
        default:
            throw new Error(`unexpected call of ${token}`);
    }
}

/** Mocks are told nothing of options: these are read off the registration itself. */
function recordRegistrations(resources: Registered[]): void {
    const monitor = pulumi.runtime.getMonitor() as unknown as {
        registerResource(request: RegisterRequest, callback: unknown): unknown;
    };
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, callback) => {
        resources.push({
            type: request.getType(),
            name: request.getName(),
            inputs: request.getObject().toJavaScript(),
            parent: request.getParent().split("::").pop() || undefined,
            dependencies: request.getDependenciesList().map((urn) => urn.split("::").pop() ?? ""),
            ignoreChanges: request.getIgnorechangesList(),
            replaceOnChanges: request.getReplaceonchangesList(),
            deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
            errorHooks: request.getHooks()?.getOnErrorList() ?? [],
        });
        return register(request, callback);
    };
}

interface RegisterRequest {
    getType(): string;
    getName(): string;
    getObject(): { toJavaScript(): Record<string, unknown> };
    getParent(): string;
    getDependenciesList(): string[];
    getIgnorechangesList(): string[];
    getReplaceonchangesList(): string[];
    getDeletebeforereplacedefined(): boolean;
    getDeletebeforereplace(): boolean;
    getHooks(): { getOnErrorList(): string[] } | undefined;
}
