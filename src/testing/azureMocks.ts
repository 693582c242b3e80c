import * as pulumi from "@pulumi/pulumi";
import { unversioned } from "../aksTypes";
import { ANSWERS_AS_AZURE } from "../engine/mocks";
import { allRegistered, soleResultOf, watchRegistrations, withoutSecrets } from "../engine/sdk";
import { armId } from "./armPath";
import { guidOf } from "./guid";
import { mockedCall } from "./mockedCall";
import { mockedState, type Surroundings } from "./mockedState";
import { type Registration, registrationOf } from "./registration";

/**
 * A resource that a program registered under mocks.
 */
export interface MockedResource {
    /** Pulumi's type, for a cluster with its API version: `azure-native:containerservice/v20260501:ManagedCluster`. */
    type: string;
    /** Logical name in the program. */
    name: string;
    /** Inputs as the provider would get them; secrets are plain values. */
    inputs: Record<string, unknown>;
    /** Paths of the inputs that are secrets: `servicePrincipalProfile.secret`. */
    secretInputs: string[];
    /** Id that the mocks gave it; undefined for a component, and in a preview. */
    id?: string;
    /** Outputs that the mocks gave it. */
    state: Record<string, unknown>;
    /** Logical name of its parent; undefined where that is the stack. */
    parent?: string;
    /** Logical names of what it depends on: `dependsOn`, and the resources whose outputs its inputs have. */
    dependsOn: string[];
    /** The resource option `protect`. */
    protect: boolean;
    /** The resource option `retainOnDelete`. */
    retainOnDelete: boolean;
    /** The resource option `ignoreChanges`. */
    ignoreChanges: string[];
    /** The resource option `replaceOnChanges`. */
    replaceOnChanges: string[];
    /** The resource option `deleteBeforeReplace`; undefined where the program does not set it. */
    deleteBeforeReplace?: boolean;
    /** Names of its error hooks. */
    onError: string[];
}

/**
 * A look-up that a program made under mocks.
 */
export interface MockedCall {
    /** Pulumi's token: `azure-native:managedidentity:getUserAssignedIdentity`. */
    token: string;
    /** Arguments of the look-up. */
    inputs: Record<string, unknown>;
}

/**
 * What mocks would show of a resource.
 */
export interface MockedResult {
    /** Empty for a component. */
    id: string;
    /** Outputs, by azure-native's names. */
    state: Record<string, unknown>;
}

/**
 * What a look-up returns.
 */
export type MockedAnswer = Record<string, unknown>;

/**
 * Options of `setAzureMocks`.
 */
export interface AzureMocksOptions {
    /** Name of the project. Default: `project`. */
    project?: string;
    /** Name of the stack. Default: `stack`. */
    stack?: string;
    /** Name of the organization. Default: none, and `pulumi.getOrganization()` fails. */
    organization?: string;
    /** Whether the program runs as in a preview: ids, and all outputs that are no inputs, are unknown. Default: `false`. */
    preview?: boolean;
    /** Subscription of all ids. Default: a made-up one. */
    subscriptionId?: string;
    /** Tenant of all identities. Default: a made-up one. */
    tenantId?: string;
    /** Region of resources that do not name one. Default: `westeurope`. */
    location?: string;
    /**
     * What resources of a type show instead, by type, with or without an API version: a function of the resource, and of what the mocks would show. What it
     * returns of `state` is laid over that.
     */
    resources?: Record<
        string,
        (resource: pulumi.runtime.MockResourceArgs, mocked: MockedResult) => Partial<MockedResult> | undefined
    >;
    /**
     * Answers to look-ups, by token. One that throws makes the look-up fail.
     */
    calls?: Record<string, (inputs: Record<string, unknown>) => MockedAnswer | Promise<MockedAnswer>>;
}

/**
 * Mocks of Azure that are in use.
 */
export interface AzureMocks {
    /** Everything that was registered so far, in order. `registered` waits for the rest. */
    resources: MockedResource[];
    /** Every look-up so far, in order. */
    calls: MockedCall[];
    /** Waits until the program has registered all of its resources, and returns them in order. */
    registered(): Promise<MockedResource[]>;
    /**
     * The resource of this logical name, and of this type where one is given, with or without an API version.
     *
     * @throws Error if none or more than one is registered.
     */
    find(name: string, type?: string): MockedResource;
}

const SUBSCRIPTION = "0f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0";
const TENANT = "7e6d5c4b-3a29-4817-a605-f4e3d2c1b0a9";

/**
 * Sets mocks for unit tests of programs with this package and azure-native (it calls `pulumi.runtime.setMocks`, see
 * https://www.pulumi.com/docs/iac/concepts/testing/unit). Resources get ids in Azure's format, identities get
 * principals, clusters get an issuer and host names, and look-ups get answers. All values are derived from names and
 * inputs, so they are the same in every run. The rules of this package are checked as in a deployment.
 *
 * Set them before each test, and before the program is imported or its resources are created.
 */
export async function setAzureMocks(options: AzureMocksOptions = {}): Promise<AzureMocks> {
    // What an earlier test's program still registers is none of these mocks'.
    await allRegistered().catch(() => undefined);
    const mocks = new Mocks(options);
    const { project, stack, preview, organization } = options;
    await pulumi.runtime.setMocks(mocks, project, stack, preview, organization);
    watchRegistrations((request) => mocks.registrations.push(registrationOf(request)));
    return {
        resources: mocks.resources,
        calls: mocks.calls,
        registered: async () => {
            await allRegistered();
            return mocks.resources;
        },
        find: (name, type) => mocks.find(name, type),
    };
}

/**
 * The value of an input or output. Rejects where the output has failed.
 */
export async function valueIn<T>(input: pulumi.Input<T>): Promise<T> {
    return pulumi.Output.isInstance(input) ? soleResultOf(input as pulumi.Output<T>) : input;
}

class Mocks implements pulumi.runtime.Mocks {
    readonly [ANSWERS_AS_AZURE] = true;
    readonly resources: MockedResource[] = [];
    readonly calls: MockedCall[] = [];
    /** Registrations whose resource is not mocked yet. */
    readonly registrations: Registration[] = [];
    private readonly surroundings: Surroundings;

    constructor(private readonly options: AzureMocksOptions) {
        const { subscriptionId = SUBSCRIPTION, tenantId = TENANT, location = "westeurope" } = options;
        this.surroundings = { subscriptionId, tenantId, location };
    }

    newResource(resource: pulumi.runtime.MockResourceArgs): Promise<pulumi.runtime.MockResourceResult> {
        return withDetails(() => this.register(resource));
    }

    call(call: pulumi.runtime.MockCallArgs): Promise<MockedAnswer> {
        return withDetails(() => this.answer(call));
    }

    private register(resource: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
        const { type, name } = resource;
        const inputs = withoutSecrets(resource.inputs);
        const { id, state } = this.mocked(resource);
        const shown =
            this.options.preview && resource.custom !== false
                ? { id: undefined, state: resource.inputs }
                : { id: id === "" ? undefined : id, state };
        const position = this.registrations.findIndex((each) => each.type === type && each.name === name);
        const [options = NO_OPTIONS] = position < 0 ? [] : this.registrations.splice(position, 1);
        this.resources.push({
            ...options,
            type,
            name,
            inputs,
            id: shown.id,
            state: withoutSecrets(shown.state),
        });
        return shown;
    }

    private async answer({ token, inputs }: pulumi.runtime.MockCallArgs): Promise<MockedAnswer> {
        const plain = withoutSecrets(inputs);
        this.calls.push({ token, inputs: plain });
        const given = this.options.calls?.[token];
        const answer = given
            ? await given(plain)
            : (mockedCall(token, plain, this.surroundings) ?? this.found(token, plain));
        if (answer === undefined) {
            throw new Error(
                `setAzureMocks has no answer to the look-up ${token}. Give one: setAzureMocks({ calls: { "${token}": ` +
                    "(inputs) => ({ … }) } }).",
            );
        }
        return answer;
    }

    find(name: string, type?: string): MockedResource {
        const found = this.resources.filter(
            (each) => each.name === name && (type === undefined || [each.type, unversioned(each.type)].includes(type)),
        );
        const [resource, ...others] = found;
        if (resource === undefined) {
            const all = this.resources.map((each) => `${each.name} (${each.type})`).join(", ") || "none";
            throw new Error(
                `No resource "${name}"${type ? ` of type ${type}` : ""} is registered. Registered are: ${all}.`,
            );
        }
        if (others.length > 0) {
            const types = found.map((each) => each.type).join(", ");
            throw new Error(
                `${found.length} resources "${name}" are registered, of types ${types}. Give the type, too.`,
            );
        }
        return resource;
    }

    /** What a resource shows after its creation. */
    private mocked(resource: pulumi.runtime.MockResourceArgs): MockedResult {
        const mocked = this.made(resource);
        const given = this.options.resources;
        const { id = mocked.id, state = {} } =
            (given?.[resource.type] ?? given?.[unversioned(resource.type)])?.(resource, mocked) ?? {};
        return { id, state: { ...mocked.state, ...state } };
    }

    private made({ type, name, inputs, id, custom }: pulumi.runtime.MockResourceArgs): MockedResult {
        const [provider] = type.split(":");
        if (provider === "azure-native") {
            const resourceId =
                id || armId({ type, name, inputs: withoutSecrets(inputs) }, this.surroundings.subscriptionId);
            return { id: resourceId, state: mockedState(type, resourceId, inputs, this.surroundings) };
        }
        if (provider === "azuread") {
            const objectId = id || guidOf("entra", type, name);
            return { id: objectId, state: { objectId, clientId: guidOf("client", objectId), ...inputs } };
        }
        return { id: custom === false ? "" : id || `${name}_id`, state: inputs };
    }

    /** The answer of azure-native's look-up of one resource: one of the program, otherwise one that exists in Azure. */
    private found(token: string, inputs: Record<string, unknown>): MockedAnswer | undefined {
        const [, module, className] = /^azure-native:(\w+)(?:\/v\w+)?:get([A-Z]\w*)$/.exec(token) ?? [];
        if (module === undefined || className === undefined) {
            return undefined;
        }
        const type = `azure-native:${module}:${className}`;
        const { id, state } = this.mocked({ type, name: "existing", inputs });
        const own = this.resources.find(
            (each) => unversioned(each.type) === type && each.id?.toLowerCase() === id.toLowerCase(),
        );
        if (own === undefined && type === ROLE_ASSIGNMENT) {
            throw new Error(`RoleAssignmentNotFound: the program has not created the role assignment ${id}.`);
        }
        return { ...(own?.state ?? state), id: own?.id ?? id };
    }
}

/** The SDK shows of an error that comes from mocks only what an error of gRPC has. */
async function withDetails<T>(answer: () => T | Promise<T>): Promise<T> {
    try {
        return await answer();
    } catch (error) {
        throw Object.assign(Object(error), { details: error instanceof Error ? error.message : String(error) });
    }
}

/** What one creates, nobody has created before. */
const ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";

/** Of a resource that is read, not registered. */
const NO_OPTIONS = {
    dependsOn: [],
    protect: false,
    retainOnDelete: false,
    ignoreChanges: [],
    replaceOnChanges: [],
    onError: [],
    secretInputs: [],
};
