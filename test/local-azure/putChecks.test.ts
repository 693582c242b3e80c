import {
    assign,
    clusterContent,
    clusterPath,
    contributor,
    type MadeIdentity,
    makeGroup,
    makeIdentity,
    makeSubnet,
    managedIdentityOperator,
    networkContributor,
    ownKubelet,
    privateDnsZoneContributor,
    reader,
    TestAzure,
    userAssigned,
} from "./harness";

let azure: TestAzure;
let control: MadeIdentity;
let kubelet: MadeIdentity;

beforeEach(async () => {
    azure = await TestAzure.start();
    await makeGroup(azure);
    control = await makeIdentity(azure, "control");
    kubelet = await makeIdentity(azure, "kubelet");
});
afterEach(() => azure.stop());

async function refusal(content: object, path = clusterPath()): Promise<{ code: string; message: string }> {
    const { status, body } = await azure.put(path, content);
    expect(status).toBeGreaterThanOrEqual(400);
    return body.error;
}

/** Made and standing: the operation of a delay of 0 is over at the next request. */
async function made(content: object): Promise<void> {
    const { status, body } = await azure.put(clusterPath(), content);
    expect([status, body.error]).toEqual([201, undefined]);
}

const missing = (id: string) => `${id}-missing`;
const contents: [what: string, content: () => object, code: string, message: string | RegExp][] = [
    [
        "own kubelet identity without Managed Identity Operator",
        () => clusterContent({ identity: userAssigned(control.id), properties: ownKubelet(kubelet.id) }),
        "CustomKubeletIdentityMissingPermissionError",
        "The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign kubelet identity. You can run 'az role assignment create --assignee <control-plane-identity-principal-id> --role 'Managed Identity Operator' --scope <kubelet-identity-resource-id>' to grant the permission. See https://learn.microsoft.com/en-us/azure/aks/use-managed-identity#add-role-assignment",
    ],
    [
        "the same identity for both, without the role on itself",
        () => clusterContent({ identity: userAssigned(control.id), properties: ownKubelet(control.id) }),
        "CustomKubeletIdentityMissingPermissionError",
        /Managed Identity Operator/,
    ],
    [
        "own kubelet identity on a system-assigned cluster",
        () => clusterContent({ properties: ownKubelet(kubelet.id) }),
        "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        /user-assigned/,
    ],
    [
        "a kubelet identity that is not there",
        () =>
            clusterContent({
                identity: userAssigned(control.id),
                properties: ownKubelet(missing(kubelet.id)),
            }),
        "GetUserAssignedIdentityResourceError",
        /kubelet-missing/,
    ],
    [
        "a control plane identity that is not there",
        () => clusterContent({ identity: userAssigned(missing(control.id)) }),
        "FailedIdentityOperation",
        /^Identity operation for resource '.*\/c1' failed with error 'Failed to perform resource identity operation\. Status: 'BadRequest'\. /,
    ],
    [
        "the identity's read-only values sent back",
        () =>
            clusterContent({
                identity: {
                    type: "UserAssigned",
                    userAssignedIdentities: { [control.id]: { clientId: "x" } },
                },
            }),
        "InvalidIdentityValues",
        /^Invalid value for the identities '.*\/control'\. The 'UserAssignedIdentities' property keys should only be empty json objects, null or the resource exisiting property\.$/,
    ],
    [
        "two user-assigned identities",
        () =>
            clusterContent({
                identity: {
                    type: "UserAssigned",
                    userAssignedIdentities: { [control.id]: {}, [kubelet.id]: {} },
                },
            }),
        "InvalidParameter",
        "Only one user assigned identity is allowed.",
    ],
    [
        "user-assigned with no identity",
        () => clusterContent({ identity: { type: "UserAssigned" } }),
        "MissingIdentityIds",
        /must not be null or empty/,
    ],
    [
        "an identity type AKS does not know",
        () => clusterContent({ identity: { type: "SystemAssigned, UserAssigned" } }),
        "InvalidParameter",
        /not supported/,
    ],
    [
        "neither identity nor service principal",
        () => clusterContent({ identity: { type: "None" } }),
        "InvalidParameter",
        /servicePrincipalProfile/,
    ],
    [
        "another key in identityProfile",
        () => clusterContent({ properties: { identityProfile: { other: {} } } }),
        "CustomKubeletIdentityPropertyError",
        /other/,
    ],
    [
        "a private server without any name, of which nothing is known",
        () =>
            clusterContent({
                properties: {
                    apiServerAccessProfile: {
                        enablePrivateCluster: true,
                        enablePrivateClusterPublicFQDN: false,
                        privateDNSZone: "none",
                    },
                },
            }),
        "NotModelled",
        /neither a private DNS zone nor a public name/,
    ],
    [
        "a long pool name",
        () => clusterContent({ pool: { name: "thirteenchars" } }),
        "InvalidParameter",
        /'thirteenchars'/,
    ],
    ["a pool name in capitals", () => clusterContent({ pool: { name: "Pool" } }), "InvalidParameter", /'Pool'/],
    ["no system pool", () => clusterContent({ pool: { mode: "User" } }), "InvalidParameter", /system agent pool/],
    [
        "no DNS prefix",
        () => clusterContent({ properties: { dnsPrefix: "" } }),
        "InvalidParameter",
        "Required parameter dnsPrefix is missing (null).",
    ],
    ["no location", () => ({ properties: {} }), "LocationRequired", /location/],
];

test.each(contents)("%s", async (_what, content, code, message) => {
    const error = await refusal(content());
    expect(error.code).toBe(code);
    expect(error.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
    expect((await azure.get(clusterPath())).status).toBe(404);
});

test("an own kubelet identity is in the first answer, the control plane's client id is not", async () => {
    await assign(azure, managedIdentityOperator, control.properties.principalId, kubelet.id);
    const content = clusterContent({
        identity: userAssigned(control.id),
        properties: ownKubelet(kubelet.id),
    });
    const { status, body } = await azure.put(clusterPath(), content);
    expect(status).toBe(201);
    expect(body.properties.identityProfile.kubeletidentity).toEqual({
        resourceId: kubelet.id,
        clientId: kubelet.properties.clientId,
        objectId: kubelet.properties.principalId,
    });
    expect(body.identity.userAssignedIdentities[control.id]).toEqual({});
    const after = (await azure.get(clusterPath())).body;
    expect(after.identity.userAssignedIdentities[control.id]).toEqual(
        control.properties && {
            clientId: control.properties.clientId,
            principalId: control.properties.principalId,
        },
    );
    const nodeGroup = `resourceGroups/${after.properties.nodeResourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`;
    expect((await azure.get(nodeGroup)).body.value).toEqual([]);
});

describe("kubenet with a route table on the subnet", () => {
    const routeTable = () => `${azure.subscription}/resourceGroups/rg/providers/Microsoft.Network/routeTables/routes`;
    const content = async (identity?: object) => {
        await azure.put(routeTable(), { location: "westus2", properties: {} });
        const vnetSubnetID = await makeSubnet(azure, { routeTable: { id: routeTable() } });
        const properties = { networkProfile: { networkPlugin: "kubenet" } };
        return clusterContent({ ...(identity && { identity }), properties, pool: { vnetSubnetID } });
    };

    test("system-assigned", async () => {
        expect(await refusal(await content())).toEqual({
            code: "CustomRouteTableWithUnsupportedMSIType",
            message:
                "Clusters using managed identity type SystemAssigned do not support bringing your own route table. Please see https://aka.ms/aks/customrt for more information",
        });
    });

    test.each([
        ["nothing", undefined, false],
        ["Reader", reader, false],
        ["Network Contributor", networkContributor, true],
    ])("user-assigned with %s on it", async (_what, role, accepted) => {
        const wanted = await content(userAssigned(control.id));
        if (role) await assign(azure, role, control.properties.principalId, routeTable());
        if (accepted) return made(wanted);
        expect(await refusal(wanted)).toEqual({
            code: "CustomRouteTableMissingPermission",
            message: `Managed identity or service principle must be given permission to read and write to custom route table ${routeTable()}. Please see https://aka.ms/aks/customrt for more information`,
        });
    });
});

test("an own private DNS zone needs write on it; `system` and `none` need nothing", async () => {
    const zone = `${azure.subscription}/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/privatelink.westus2.azmk8s.io`;
    await azure.put(zone, { location: "global" });
    const content = (privateDNSZone: string) =>
        clusterContent({
            identity: userAssigned(control.id),
            properties: { apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone } },
        });
    expect(await refusal(content(zone))).toEqual({
        code: "CustomPrivateDNSZoneMissingPermissionError",
        message: `Service principal or user-assigned identity must be given permission to read and write to custom private dns zone ${zone}. Check access result not allowed for action Microsoft.Network/privateDnsZones/write.`,
    });
    for (const name of ["system", "none"]) {
        expect((await azure.put(clusterPath(`with${name}`), content(name))).status).toBe(201);
    }
    await assign(azure, privateDnsZoneContributor, control.properties.principalId, zone);
    await made(content(zone));
});

describe("updates", () => {
    const updates: [what: string, parts: Parameters<typeof clusterContent>[0], code: string, message: RegExp][] = [
        ["DNS prefix", { properties: { dnsPrefix: "other" } }, "PropertyChangeNotAllowed", /'dnsPrefix'/],
        [
            "service CIDR",
            { properties: { networkProfile: { serviceCidr: "10.9.0.0/16" } } },
            "PropertyChangeNotAllowed",
            /'networkProfile\.serviceCidr'/,
        ],
        [
            "size of a pool",
            { pool: { vmSize: "Standard_B2s" } },
            "PropertyChangeNotAllowed",
            /'agentPoolProfiles\.vmSize'/,
        ],
        ["another inline pool", { pool: { name: "second" } }, "BadRequest", /^A new agent pool was introduced\. /],
        [
            "back to a service principal",
            {
                identity: { type: "None" },
                properties: { servicePrincipalProfile: { clientId: "x", secret: "y" } },
            },
            "BadRequest",
            /^Updating service principal profile is not allowed on MSI cluster\.$/,
        ],
    ];

    test.each(updates)("%s", async (_what, parts, code, message) => {
        await made(clusterContent());
        const error = await refusal(clusterContent(parts));
        expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
    });

    test("what AKS fixes at creation stays, each property named", async () => {
        const name = "np1";
        await made(clusterContent({ pool: { name } }));
        const id = (type: string) => `${azure.subscription}/resourceGroups/rg/providers/Microsoft.${type}/other`;
        const subnet = id("Network/virtualNetworks/vnet/subnets");
        const ofCluster: Record<string, unknown> = {
            dnsPrefix: "other",
            fqdnSubdomain: "other",
            nodeResourceGroup: "other",
            diskEncryptionSetID: id("Compute/diskEncryptionSets"),
            enableRBAC: false,
            "networkProfile.podCidr": "10.9.0.0/16",
            "networkProfile.serviceCidr": "10.9.0.0/16",
            "networkProfile.dnsServiceIP": "10.0.0.11",
            "networkProfile.loadBalancerSku": "basic",
            "apiServerAccessProfile.enablePrivateCluster": true,
            "apiServerAccessProfile.privateDNSZone": "none",
        };
        const ofPool: Record<string, unknown> = {
            vmSize: "Standard_B2s",
            vnetSubnetID: subnet,
            podSubnetID: subnet,
            osType: "Windows",
            osDiskSizeGB: 64,
            osDiskType: "Managed",
            maxPods: 50,
            type: "VirtualMachines",
        };
        const nested = ([key = "", ...rest]: string[], value: unknown): object => ({
            [key]: rest.length === 0 ? value : nested(rest, value),
        });
        const ssh = { publicKeys: [{ keyData: "ssh-rsa AAAA" }] };
        const changes: [named: string, parts: { properties?: object; pool?: object }][] = [
            ["linuxProfile.adminUsername", { properties: { linuxProfile: { adminUsername: "other", ssh } } }],
            ...Object.entries(ofCluster).map(
                ([path, value]) => [path, { properties: nested(path.split("."), value) }] as [string, object],
            ),
            ...Object.entries(ofPool).map(
                ([key, value]) => [`agentPoolProfiles.${key}`, { pool: { [key]: value } }] as [string, object],
            ),
        ];
        for (const [named, { properties, pool }] of changes) {
            const { body } = await azure.put(clusterPath(), clusterContent({ properties, pool: { name, ...pool } }));
            expect([named, body.error]).toEqual([
                named,
                { code: "PropertyChangeNotAllowed", message: expect.stringContaining(`'${named}'`) },
            ]);
        }
    });

    test("the same content again, and the answer's own content, change nothing that cannot change", async () => {
        await made(clusterContent());
        const { body } = await azure.get(clusterPath());
        expect((await azure.put(clusterPath(), clusterContent())).status).toBe(200);
        const { identity, ...rest } = body;
        expect((await azure.put(clusterPath(), { ...rest, identity: { type: identity.type } })).status).toBe(200);
        const after = (await azure.get(clusterPath())).body;
        expect(after.properties.identityProfile).toEqual(body.properties.identityProfile);
        expect(after.identity).toEqual(body.identity);
    });

    test("from one user-assigned identity to another: the old one goes from the answer and the node group", async () => {
        await made(clusterContent({ identity: userAssigned(control.id) }));
        const other = await makeIdentity(azure, "other");
        expect((await azure.put(clusterPath(), clusterContent({ identity: userAssigned(other.id) }))).status).toBe(200);
        const { identity, properties } = (await azure.get(clusterPath())).body;
        expect(Object.keys(identity.userAssignedIdentities)).toEqual([other.id]);
        const { value } = (
            await azure.get(
                `resourceGroups/${properties.nodeResourceGroup}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '${control.properties.principalId}'`,
            )
        ).body;
        expect(value).toEqual([]);
    });

    test("a PATCH takes tags and nothing else", async () => {
        await made(clusterContent({ identity: userAssigned(control.id) }));
        const { status } = await azure.patch(clusterPath(), {
            tags: { a: "b" },
            identity: userAssigned(kubelet.id),
        });
        expect(status).toBe(200);
        const { tags, identity } = (await azure.get(clusterPath())).body;
        expect(tags).toEqual({ a: "b" });
        expect(Object.keys(identity.userAssignedIdentities)).toEqual([control.id]);
    });
});

test("a Contributor role of the whole group is enough for everything, as in older guides", async () => {
    await assign(azure, contributor, control.properties.principalId, `${azure.subscription}/resourceGroups/rg`);
    await made(clusterContent({ identity: userAssigned(control.id), properties: ownKubelet(kubelet.id) }));
});
