import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import {
    CLIENT_ID,
    GATEWAY,
    GROUP,
    IDENTITY,
    type Loose,
    PROVIDERS,
    READER,
    SUBNETS,
    VM,
    ZONE,
} from "./arguments";

/**
 * Arguments that are right, and the same with one or more things wrong with them. What is wrong is known by how it was
 * made, from the right value alone: no rule of the package is asked.
 */

const id = (type: string, name: string) => `${PROVIDERS}/${type}/${name}`;
const subnet = (name: string) => `${SUBNETS}/${name}`;
const some = <T>(...values: T[]) => fc.constantFrom(...values);
const maybe = <T extends object>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
    fc.record(fields, { requiredKeys: [] });
const each = <T>(values: T[]) => fc.subarray(values, { minLength: 1 });

/** What decides which of the others go together. */
interface Footing {
    /** The system pool is in an own subnet. */
    ownSubnet: boolean;
    /** Whether the control plane's principal exists before the cluster, and the kubelets'. */
    early: boolean;
    ownKubelet: boolean;
    servicePrincipal: boolean;
    identities: Loose;
    /** Kind of network: one of AKS's choice, or one of these. */
    network: "none" | "azure" | "kubenet";
    tier: string | undefined;
}

const IDENTITIES: [early: boolean, ownKubelet: boolean, identities: Loose][] = [
    [true, true, {}],
    [true, true, { controlPlaneIdentity: {}, kubeletIdentity: { resourceId: IDENTITY } }],
    [true, true, { controlPlaneIdentity: { type: "UserAssigned", resourceId: IDENTITY } }],
    [true, true, { controlPlaneIdentity: { servicePrincipal: { clientId: CLIENT_ID } } }],
    [true, false, { kubeletIdentity: { type: "AksManaged" } }],
    [false, false, { controlPlaneIdentity: { type: "SystemAssigned" } }],
    [
        false,
        false,
        { controlPlaneIdentity: { type: "SystemAssigned" }, kubeletIdentity: { type: "AksManaged" } },
    ],
    [
        true,
        true,
        {
            controlPlaneIdentity: {
                type: "ServicePrincipal",
                servicePrincipal: { clientId: CLIENT_ID, clientSecret: "hush-hush" },
            },
        },
    ],
];

const footing: fc.Arbitrary<Footing> = fc
    .record({
        ownSubnet: fc.boolean(),
        identities: some(...IDENTITIES),
        network: some<Footing["network"]>("none", "azure", "kubenet"),
        tier: some(undefined, "Free", "Standard", "Premium"),
    })
    .map(({ identities: [early, ownKubelet, identities], ...others }) => ({
        early,
        ownKubelet,
        servicePrincipal: JSON.stringify(identities).includes('"ServicePrincipal"'),
        identities,
        ...others,
    }));

const bounds = fc
    .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }))
    .map(([a, b]) => ({ minCount: Math.min(a, b), maxCount: Math.max(a, b) }));

const pool = ({ ownSubnet }: Footing) =>
    fc
        .tuple(
            fc.record(
                {
                    vmSize: some(VM, "Standard_B2s"),
                    count: fc.integer({ min: 1, max: 1000 }),
                    osSku: some("AzureLinux", "Ubuntu"),
                    maxPods: fc.integer({ min: 10, max: 250 }),
                    availabilityZones: each(["1", "2", "3"]),
                    nodeLabels: maybe({ team: some("shop", ""), "example.com/tier": some("gold") }),
                    nodeTaints: each(["dedicated=gpu:NoSchedule", "spot:PreferNoSchedule"]),
                    podSubnetId: some(subnet("pods"), subnet("more-pods")),
                },
                { requiredKeys: ["vmSize"] },
            ),
            some({}, ...(ownSubnet ? [{ subnetId: subnet("work") }, { subnetId: subnet("system") }] : [])),
            fc.oneof(some({}), bounds),
        )
        .map((parts): Loose => Object.assign({}, ...parts));

const systemPool = (on: Footing) =>
    fc
        .tuple(pool(on), maybe({ name: some("first", "pool1"), osType: some("Linux") }))
        .map(([one, named]) => ({
            ...one,
            ...named,
            subnetId: on.ownSubnet ? subnet("system") : undefined,
        }));

const furtherPools = (on: Footing) =>
    fc
        .tuple(pool(on), pool(on), fc.integer({ min: 0, max: 2 }), some("Linux", "Windows", undefined))
        .map(([one, two, length, osType]) =>
            [
                { ...one, name: "work", osType },
                { ...two, name: "a23456789012" },
            ].slice(0, length),
        );

const network = (on: Footing) =>
    fc
        .tuple(
            some({}, { podCidr: "10.244.0.0/16" }),
            maybe({
                networkPolicy: some("calico", "cilium", "none"),
                networkDataplane: some("azure", "cilium"),
            }),
            some(
                {},
                { outboundType: "loadBalancer" },
                { outboundType: "none" },
                ...(on.ownSubnet
                    ? [{ outboundType: "userDefinedRouting" }]
                    : [{ outboundType: "managedNATGateway" }]),
            ),
        )
        .map((parts) => ({
            networkPlugin: on.network,
            serviceCidr: "10.96.0.0/16",
            dnsServiceIP: "10.96.0.10",
            ...Object.assign({}, ...parts),
        }));

const egress = (on: Footing): fc.Arbitrary<Loose> => {
    if (on.network === "none") {
        return some({});
    }
    const nat = { natGatewayId: id("Microsoft.Network/natGateways", "nat") };
    const routes = { routeTableId: id("Microsoft.Network/routeTables", "routes") };
    return fc.tuple(network(on), fc.nat(2)).map(([settings, choice]): Loose => {
        if (choice === 1 && on.ownSubnet) {
            return { ...nat, network: { ...settings, outboundType: "userAssignedNATGateway" } };
        }
        const own = choice === 2 && on.ownSubnet && on.early && on.network === "kubenet";
        return { ...(own && routes), network: settings };
    });
};

const apiServer = ({ early, ownSubnet }: Footing) =>
    fc
        .tuple(
            some<Loose>(
                {},
                { privateCluster: false, authorizedIpRanges: ["203.0.113.7", "203.0.113.0/24"] },
                { privateCluster: true },
                { privateCluster: true, privateDnsZone: "none" },
                ...(early ? [{ privateCluster: true, privateDnsZone: ZONE }] : []),
            ),
            some({}, ...(ownSubnet ? [{ subnetId: subnet("api") }] : [])),
        )
        .map(([reach, place]): Loose => ({ ...reach, ...place }));

const registries = each<Loose>([
    { id: id("Microsoft.ContainerRegistry/registries", "one") },
    { id: id("Microsoft.ContainerRegistry/registries", "two"), permissions: "Rbac", name: "second" },
    {
        id: id("Microsoft.ContainerRegistry/registries", "three"),
        permissions: "Abac",
        listRepositories: true,
        name: "third",
    },
]);

const encryption = ({ early }: Footing) =>
    maybe<Loose>({
        diskEncryptionSetId: some(id("Microsoft.Compute/diskEncryptionSets", "des")),
        ...(early && {
            keyVaultKms: some({
                keyId: `https://vault.vault.azure.net/keys/etcd/${"0".repeat(32)}`,
                keyVaultId: id("Microsoft.KeyVault/vaults", "vault"),
                networkAccess: "Private",
            }),
        }),
    });

const addons = ({ ownSubnet, network, tier, servicePrincipal }: Footing) =>
    maybe<Loose>({
        azurePolicy: fc.boolean(),
        containerInsights: some<Loose>(
            { workspaceId: id("Microsoft.OperationalInsights/workspaces", "logs"), authentication: "Legacy" },
            ...(servicePrincipal
                ? []
                : [
                      {
                          workspaceId: id("Microsoft.OperationalInsights/workspaces", "logs"),
                          workspaceLocation: "westeurope",
                      },
                  ]),
        ),
        ...(!servicePrincipal && {
            managedPrometheus: some({
                workspaceId: id("Microsoft.Monitor/accounts", "metrics"),
                workspaceLocation: "westeurope",
                metricLabelsAllowlist: "pods=[*]",
            }),
            podIdentity: some({
                allowNetworkPluginKubenet: true,
                identities: [{ name: "app", namespace: "shop", identityResourceId: IDENTITY }],
                exceptions: [{ name: "proxy", namespace: "shop", podLabels: { app: "proxy" } }],
            }),
        }),
        keyVaultSecrets: maybe<Loose>({
            enableSecretRotation: fc.boolean(),
            rotationPollInterval: some("2m"),
            vaults: each<Loose>([
                { id: id("Microsoft.KeyVault/vaults", "one"), certificates: true },
                { id: id("Microsoft.KeyVault/vaults", "two"), name: "second" },
            ]),
        }),
        applicationGateway: some<Loose>(
            { gatewayId: GATEWAY, subnetId: subnet("gateway"), gatewayIdentityIds: [IDENTITY] },
            { subnetId: subnet("gateway"), gatewayName: "front" },
            ...(ownSubnet ? [{ subnetCidr: "10.10.9.0/24" }] : []),
        ),
        ...(ownSubnet && network === "azure" && { virtualNode: some({ subnetName: "aci" }) }),
        applicationRouting: maybe<Loose>({
            publicDnsZoneIds: some([id("Microsoft.Network/dnsZones", "shop.example")]),
            privateDnsZoneIds: some([id("Microsoft.Network/privateDnsZones", "shop.internal")]),
            keyVaultIds: some([id("Microsoft.KeyVault/vaults", "certificates")]),
        }),
        costAnalysis: some(tier === "Standard" || tier === "Premium"),
    });

const entra = maybe<Loose>({
    adminGroupObjectIds: some([], [GROUP]),
    adminGroupNames: some(["admins", "on call"]),
    tenantId: some(CLIENT_ID),
    azureRbac: fc.boolean(),
    disableLocalAccounts: some(false),
});

const delegatedAccess = each<Loose>([
    { name: "disks", roleDefinitionId: READER, scope: "/subscriptions/s/resourceGroups/disks" },
    {
        name: "all-of-it",
        identity: "kubelet",
        roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
        scope: "/subscriptions/s",
        reason: "Pods read what there is.",
    },
]);

/** Any arguments of a cluster that are right, as plain data. */
export const clusterArgs: fc.Arbitrary<Loose> = footing.chain((on) =>
    fc
        .record(
            {
                resourceGroupName: some("group", "Gruppe_(1).a"),
                location: some("westeurope", "West Europe"),
                clusterName: some("aks", "a_1-B"),
                dnsPrefix: some("aks", "a-1"),
                kubernetesVersion: some("1.34", "1.34.2"),
                systemNodePool: systemPool(on),
                nodePools: furtherPools(on),
                publicIpResourceGroupIds: each([
                    "/subscriptions/s/resourceGroups/ips",
                    "/subscriptions/s/resourceGroups/more",
                ]),
                apiServer: apiServer(on),
                registries,
                ...(on.ownKubelet && {
                    bootstrapRegistryId: some(id("Microsoft.ContainerRegistry/registries", "bootstrap")),
                }),
                encryption: encryption(on),
                oidcIssuer: some(true),
                autoUpgrade: maybe<Loose>({
                    upgradeChannel: some("stable", "node-image"),
                    nodeOsUpgradeChannel: some("None", "SecurityPatch"),
                }),
                addons: addons(on),
                entra,
                delegatedAccess,
                networkRoleDefinitionId: some(
                    `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
                ),
                roleAssignments: some("Create", "Skip"),
                propagationTimeoutMinutes: fc.integer({ min: 1, max: 60 }),
                tags: maybe({ team: some("shop", ""), "cost centre": some("7") }),
                sku: some("Base"),
            },
            { requiredKeys: ["resourceGroupName", "systemNodePool"] },
        )
        .chain((args) =>
            egress(on).map((out) => asWritten({ ...args, ...out, ...on.identities, tier: on.tier })),
        ),
);

/** Any arguments of a workload identity that are right. */
export const workloadIdentityArgs: fc.Arbitrary<Loose> = fc
    .record(
        {
            resourceGroupName: some("group"),
            location: some("westeurope"),
            oidcIssuerUrl: some("https://westeurope.oic.prod-aks.azure.com/t/c/", "https://issuer.example"),
            serviceAccounts: each([
                { namespace: "shop", name: "orders" },
                { namespace: "shop", name: "stock.v2" },
                { namespace: "test", name: "orders" },
            ]),
            audience: some("api://AzureADTokenExchange", "api://AzureADTokenExchangeChina"),
            access: each<Loose>([
                { name: "disks", roleDefinitionId: READER, scope: "/subscriptions/s/resourceGroups/disks" },
                { name: "all", roleDefinitionId: READER, scope: "/subscriptions/s", reason: "It reads." },
            ]),
            roleAssignments: some("Create", "Skip"),
            tags: maybe({ team: some("shop", "") }),
            identityResourceId: some(IDENTITY),
        },
        { requiredKeys: ["resourceGroupName", "oidcIssuerUrl", "serviceAccounts"] },
    )
    .map(asWritten);

/** Bad arguments, and what has to be said of them. */
export interface Broken {
    args: Loose;
    faults: Fault[];
}

/** One thing that is wrong. */
export interface Fault {
    /** The input as a message names it. */
    path: string;
    /** How a message shows its value, at least the beginning. */
    shown: string;
}

/** Arguments with a fault behind an output: nothing can be said before its value is there. */
export interface BrokenOutput extends Fault {
    args: Loose;
    keys: Key[];
}

type Key = string | number;

/** A value in the right arguments, and where it stands. */
interface Spot {
    keys: Key[];
    value: unknown;
}

/** A wrong value, and how it is shown. */
type Junk = readonly [value: unknown, shown: string];

const MARK = "hush-hush";
const SECRET = "a secret value";

const circular: Loose = {};
circular.self = circular;

/** Wrong wherever it stands; what is behind an output has to be plain data. */
const PLAIN_JUNK: Record<"string" | "number" | "boolean" | "list" | "object", Junk[]> = {
    string: [
        [null, "null"],
        [5, "5"],
        [true, "true"],
        [[], "[]"],
        [["a"], '["a"]'],
        [{ a: { b: { c: { d: { e: 1 } } } } }, '{"a":{"b":{"c":{"d":…}}}}'],
        ["\u0000", '"\\u0000"'],
        ["a\nb", '"a\\nb"'],
    ],
    number: [
        [null, "null"],
        ["3", '"3"'],
        [true, "true"],
        [[3], "[3]"],
        [{}, "{}"],
        [-1, "-1"],
        [1.5e9, "1500000000"],
        [Number.NaN, "NaN"],
        [Number.NEGATIVE_INFINITY, "-Infinity"],
    ],
    boolean: [
        [null, "null"],
        ["true", '"true"'],
        [0, "0"],
        [[], "[]"],
        [{}, "{}"],
    ],
    list: [
        [null, "null"],
        [5, "5"],
        ["text", '"text"'],
        [true, "true"],
        [{ length: 1 }, '{"length":1}'],
    ],
    object: [
        [null, "null"],
        [5, "5"],
        ["", '""'],
        ["text", '"text"'],
        [[], "[]"],
        [[{}], "[{}]"],
        [true, "true"],
    ],
};

const EXOTIC_JUNK: Junk[] = [
    [Symbol("odd"), "a symbol"],
    [() => "group", "a function"],
    [10n, "10n"],
    [new Date(0), "a Date"],
    [new Map([["a", 1]]), "a Map"],
];

/** Wrong where no list is wanted. */
const LIST: Junk = [[10n, Symbol("odd")], '["10n","a symbol"]'];

/** Wrong where no object is wanted. */
const OBJECTS: Junk[] = [
    [circular, '{"self":{"self":'],
    [Object.create(null), "an object without a prototype"],
];

/** Inputs that decide which resources exist, by their own names. */
const PLAIN_INPUTS = [
    "sku authentication type name osType permissions listRepositories identity reason networkAccess upgradeChannel tier roleAssignments",
    "propagationTimeoutMinutes enableSecretRotation rotationPollInterval certificates azurePolicy costAnalysis namespace",
].flatMap((names) => names.split(" "));
/** Maps from names of the user's own to texts, which may be empty. */
const MAPS = ["tags", "nodeLabels", "podLabels"];
const LISTS_OF_OUTPUTS = ["availabilityZones", "nodeTaints", "authorizedIpRanges"];
/** Inputs whose length Azure, Kubernetes or the package's own contract limits. */
const LIMITED = [
    "resourceGroupName",
    "clusterName",
    "dnsPrefix",
    "kubernetesVersion",
    "name",
    "namespace",
    "audience",
];

const last = ({ keys }: Spot) => String(keys.findLast((key) => typeof key === "string"));
const isMap = ({ keys }: Spot) => MAPS.includes(String(keys.at(-1)));
const isInMap = ({ keys }: Spot) => MAPS.includes(String(keys.at(-2)));
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** What is wrong at a spot whose value is of another type. */
function junkFor(value: unknown): Junk[] {
    if (Array.isArray(value)) {
        return PLAIN_JUNK.list;
    }
    return PLAIN_JUNK[typeof value as "string" | "number" | "boolean" | "object"];
}

function exoticJunkFor(value: unknown): Junk[] {
    const list = Array.isArray(value);
    return [...EXOTIC_JUNK, ...(list ? [] : [LIST]), ...(isObject(value) && !list ? [] : OBJECTS)];
}

const LONG = "a".repeat(100_000);

/** Texts that are wrong in place of a right one. */
function wrongTexts(spot: Spot): string[] {
    if (typeof spot.value !== "string") {
        return [];
    }
    return [
        `${spot.value}\u0007`,
        ...(isInMap(spot) ? [] : ["", "   "]),
        ...(spot.value.startsWith("/") ? [spot.value.slice(1)] : []),
        ...(/id$/i.test(last(spot)) ? [`${spot.value}/extra/child`] : []),
        ...(LIMITED.includes(last(spot)) ? [LONG] : []),
    ];
}

/** An output in place of a value that has to be known when the program runs. */
function outputs(spot: Spot): Junk[] {
    const container = isObject(spot.value) && !isMap(spot) && !LISTS_OF_OUTPUTS.includes(last(spot));
    const decides = container || PLAIN_INPUTS.includes(last(spot));
    return decides && !isInMap(spot)
        ? [
              [pulumi.output(spot.value), "an output"],
              [pulumi.secret(spot.value), "an output"],
              [Promise.resolve(spot.value), "an output"],
          ]
        : [];
}

const PROTOTYPE_KEYS = ["__proto__", "constructor", "toString", "hasOwnProperty"];

/** Names that no input has, above all those that look like one. */
function unknownNames({ value }: Spot): string[] {
    const names = Object.keys(value as object);
    return [
        ...names.map((name) => `${name}s`),
        ...names.map((name) => name.toUpperCase()),
        ...PROTOTYPE_KEYS,
        "with space",
        "line\nbreak",
        "x".repeat(1000),
    ];
}

/** A way to break arguments. */
interface Break extends Fault {
    keys: Key[];
    value: unknown;
}

function breaks(args: Loose): Break[] {
    return spots(args).flatMap((spot) => {
        const root = spot.keys.length === 0;
        const replaced: Junk[] = root
            ? []
            : [
                  ...junkFor(spot.value),
                  ...exoticJunkFor(spot.value),
                  ...wrongTexts(spot).map((text) => [text, quoted(text)] as const),
                  ...outputs(spot),
              ];
        const holdsInputs = isObject(spot.value) && !Array.isArray(spot.value) && !isMap(spot);
        const added = holdsInputs ? unknownNames(spot).map((name) => [...spot.keys, name]) : [];
        return [
            ...replaced.map(([value, shown]) => fault(spot.keys, value, shown)),
            ...added.map((keys) => fault(keys, "typo", '"typo"')),
        ];
    });
}

/** What is never shown as it is; a service principal of another form may be the secret itself, or an output. */
const SHOWN = new Map([
    ["clientSecret", SECRET],
    ["servicePrincipal", "a"],
]);

function fault(keys: Key[], value: unknown, shown: string): Break {
    return { keys, value, path: pathOf(keys), shown: SHOWN.get(String(keys.at(-1))) ?? shown };
}

/** The arguments with one to three faults, none inside of another. */
function broken(right: fc.Arbitrary<Loose>): fc.Arbitrary<Broken> {
    return right.chain((args) =>
        fc.array(some(...breaks(args)), { minLength: 1, maxLength: 3 }).map((chosen) => {
            const apart = chosen.filter(
                ({ keys }, index) => !chosen.slice(0, index).some((earlier) => isAround(earlier.keys, keys)),
            );
            return {
                args: apart.reduce<Loose>((all, { keys, value }) => put(all, keys, value) as Loose, args),
                faults: apart,
            };
        }),
    );
}

/** Inputs that contradict each other, and the one that is named. */
const CONTRADICTIONS: [path: string, inputs: Loose][] = [
    [
        "kubeletIdentity.resourceId",
        { controlPlaneIdentity: { type: "SystemAssigned" }, kubeletIdentity: { resourceId: IDENTITY } },
    ],
    [
        "controlPlaneIdentity.resourceId",
        { controlPlaneIdentity: { type: "SystemAssigned", resourceId: IDENTITY } },
    ],
    [
        "kubeletIdentity",
        {
            controlPlaneIdentity: { type: "ServicePrincipal", servicePrincipal: { clientId: CLIENT_ID } },
            kubeletIdentity: { type: "AksManaged" },
        },
    ],
    ["workloadIdentity", { workloadIdentity: true, oidcIssuer: false }],
    [
        "apiServer.privateCluster",
        { apiServer: { privateCluster: true, authorizedIpRanges: ["203.0.113.7"] } },
    ],
    [
        "apiServer.privateDnsZone",
        {
            controlPlaneIdentity: { type: "SystemAssigned" },
            apiServer: { privateCluster: true, privateDnsZone: ZONE },
        },
    ],
    ["entra.disableLocalAccounts", { entra: { disableLocalAccounts: true } }],
    ["addons.costAnalysis", { addons: { costAnalysis: true }, tier: "Free" }],
    ["systemNodePool.osType", { systemNodePool: { vmSize: VM, osType: "Windows" } }],
    ["systemNodePool.minCount", { systemNodePool: { vmSize: VM, minCount: 3, maxCount: 2 } }],
    [
        "nodePools[1].name",
        {
            nodePools: [
                { name: "one", vmSize: VM },
                { name: "one", vmSize: VM },
            ],
        },
    ],
    [
        "network.dnsServiceIP",
        { network: { networkPlugin: "azure", serviceCidr: "10.96.0.0/16", dnsServiceIP: "10.97.0.10" } },
    ],
    ["natGatewayId", { natGatewayId: id("Microsoft.Network/natGateways", "nat"), network: undefined }],
    [
        "addons.applicationGateway",
        { addons: { applicationGateway: { subnetId: subnet("gateway"), subnetCidr: "10.10.9.0/24" } } },
    ],
];

const contradictory: fc.Arbitrary<Broken> = fc
    .tuple(clusterArgs, some(...CONTRADICTIONS))
    .map(([args, [path, inputs]]) => ({ args: { ...args, ...inputs }, faults: [{ path, shown: "" }] }));

export const brokenClusterArgs: fc.Arbitrary<Broken> = fc.oneof(
    { weight: 5, arbitrary: broken(clusterArgs) },
    { weight: 1, arbitrary: contradictory },
);

export const brokenWorkloadIdentityArgs: fc.Arbitrary<Broken> = broken(workloadIdentityArgs);

const WRAPS = [
    (junk: Junk) => [pulumi.output(junk[0]), junk[1]] as const,
    (junk: Junk) => [Promise.resolve(junk[0]), junk[1]] as const,
    // Whatever it is, it is no value of an input, and it must not be printed.
    () => [pulumi.secret([{ [MARK]: MARK }]), SECRET] as const,
];

/** Right arguments of which one value is behind an output, and wrong. */
export function brokenOutputOf(right: fc.Arbitrary<Loose>): fc.Arbitrary<BrokenOutput> {
    const takesOutput = (args: Loose) => (spot: Spot) =>
        isInMap(spot) ||
        isMap(spot) ||
        LISTS_OF_OUTPUTS.includes(last(spot)) ||
        (!isObject(spot.value) &&
            !PLAIN_INPUTS.includes(last(spot)) &&
            // There an output is taken for the id of an own zone, which is refused at once.
            !(last(spot) === "privateDnsZone" && isSystemAssigned(args)));
    return right
        .filter((args) => spots(args).some(takesOutput(args)))
        .chain((args) =>
            fc
                .tuple(some(...spots(args).filter(takesOutput(args))), some(...WRAPS), fc.nat())
                .map(([{ keys, value }, wrap, choice]) => {
                    const junk = junkFor(value);
                    const [output, shown] = wrap(junk[choice % junk.length] as Junk);
                    return { args: put(args, keys, output) as Loose, ...fault(keys, output, shown) };
                }),
        );
}

/** The arguments with another value at one of their places, whichever. */
export function withAnother(args: Loose, place: number, value: unknown): unknown {
    const all = spots(args);
    return put(args, all[place % all.length]?.keys ?? [], value);
}

/** The mark of a secret's value. */
export const SECRET_MARK = MARK;

function isSystemAssigned({ controlPlaneIdentity }: Loose): boolean {
    return isObject(controlPlaneIdentity) && Reflect.get(controlPlaneIdentity, "type") === "SystemAssigned";
}

/** Every value inside of the arguments, they themselves first. */
function spots(value: unknown, keys: Key[] = []): Spot[] {
    const inside: [Key, unknown][] = Array.isArray(value)
        ? [...value.entries()]
        : Object.entries(value ?? {});
    return [
        { keys, value },
        ...(isObject(value) ? inside : []).flatMap(([key, inner]) => spots(inner, [...keys, key])),
    ];
}

/** A copy of the value with another one inside. */
function put(target: unknown, [key, ...rest]: Key[], value: unknown): unknown {
    if (key === undefined) {
        return value;
    }
    const inside = isObject(target) && Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined;
    const next = put(inside, rest, value);
    return Array.isArray(target)
        ? target.with(Number(key), next)
        : Object.fromEntries([...Object.entries(target ?? {}), [key, next]]);
}

/** The value that stands there. */
export function valueAt(target: unknown, keys: Key[]): unknown {
    return keys.reduce((inside, key) => (isObject(inside) ? Reflect.get(inside, key) : undefined), target);
}

/** Whether one place is the other, or one is inside of the other. */
function isAround(a: Key[], b: Key[]): boolean {
    return a.slice(0, b.length).join("\n") === b.slice(0, a.length).join("\n");
}

const LONGEST_SHOWN = 200;

function quoted(text: string): string {
    return JSON.stringify(text.slice(0, LONGEST_SHOWN)).slice(0, LONGEST_SHOWN);
}

function pathOf(keys: Key[]): string {
    return keys
        .map((key, index) => {
            if (typeof key === "string" && /^[A-Za-z_]+$/.test(key)) {
                const name = key.length > LONGEST_SHOWN ? `${key.slice(0, LONGEST_SHOWN)}…` : key;
                return index === 0 ? name : `.${name}`;
            }
            return `[${JSON.stringify(key)}]`;
        })
        .join("");
}

/** As a program writes them: fast-check's objects have no prototype, and some inputs are undefined. */
function asWritten(value: unknown): Loose {
    return JSON.parse(JSON.stringify(value));
}
