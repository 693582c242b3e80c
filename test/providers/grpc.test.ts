import { Client, credentials, type MethodDefinition, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { startAzureNative } from "../../local-azure/providers/azure-native/azureNative";
import { resourceTypes } from "../../local-azure/providers/azure-native/resourceTypes";
import { fromStruct, type PropertyMap, toStruct, UNKNOWN } from "../../local-azure/providers/host/propertyValues";
import { unaryCall } from "./engineClient";
import { type ScriptedArm, scriptedArm } from "./scriptedArm";

let arm: ScriptedArm;
let provider: { port: number; stop(): Promise<void> };
let client: Client;
beforeAll(async () => {
    arm = await scriptedArm();
    provider = await startAzureNative(arm.settings);
    client = new Client(`127.0.0.1:${provider.port}`, credentials.createInsecure());
});
afterAll(async () => {
    client.close();
    await provider.stop();
    await arm.close();
});

function call<Q, A>(method: MethodDefinition<Q, A>, request: Q): Promise<A> {
    return unaryCall(client, method, request);
}

const { check, configure, construct, create, diff, getSchema, handshake, read } = ResourceProviderService;
const urn = "urn:pulumi:s::p::azure-native:containerservice:ManagedCluster::aks";
const id = "/subscriptions/S/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks";

test("neither handshake nor configure accepts secrets (facts §1.5)", async () => {
    const shaken = await call(handshake, new rpc.ProviderHandshakeRequest());
    const request = new rpc.ConfigureRequest()
        .setAcceptsecrets(true)
        .setSendsOldInputs(true)
        .setSendsOldInputsToDelete(true);
    request.getVariablesMap().set("azure-native:config:location", "westeurope");
    const configured = await call(configure, request);
    expect(shaken.toObject()).toMatchObject({ acceptSecrets: false, supportsAutonamingConfiguration: true });
    expect(configured.toObject()).toEqual({
        acceptsecrets: false,
        supportspreview: true,
        acceptresources: false,
        acceptoutputs: false,
        supportsAutonamingConfiguration: true,
    });
});

test("an engine that sends no old inputs is refused (cases D)", async () => {
    await expect(call(configure, new rpc.ConfigureRequest())).rejects.toMatchObject({
        details: "Azure Native provider requires Pulumi CLI v3.74.0 or later",
    });
});

test("check, preview and diff, with unknowns on the way", async () => {
    const news: PropertyMap = {
        resourceGroupName: UNKNOWN,
        dnsPrefix: "d",
        identity: { userAssignedIdentities: [UNKNOWN] },
    };
    const checked = await call(
        check,
        new rpc.CheckRequest().setUrn(urn).setNews(toStruct(news)).setRandomseed(Buffer.from("seed")),
    );
    const inputs = fromStruct(checked.getInputs());
    expect(checked.getFailuresList()).toEqual([]);
    expect(inputs).toEqual({
        ...news,
        resourceName: "aks614742c2",
        __createBeforeDelete: true,
        location: "westeurope",
        azureApiVersion: "2025-09-01",
    });

    const created = await call(
        create,
        new rpc.CreateRequest().setUrn(urn).setProperties(toStruct(inputs)).setPreview(true),
    );
    expect([created.getId(), fromStruct(created.getProperties())]).toEqual([
        "",
        expect.objectContaining({ dnsPrefix: "d", identityProfile: UNKNOWN, name: UNKNOWN }),
    ]);

    const differing = new rpc.DiffRequest()
        .setUrn(urn)
        .setOldInputs(toStruct({ ...inputs, dnsPrefix: "old" }))
        .setNews(toStruct(inputs));
    const { detaileddiffMap, ...answer } = (await call(diff, differing)).toObject();
    // The unknown group and identity differ from any old value, unknown included: nobody knows.
    expect(answer).toMatchObject({
        changes: rpc.DiffResponse.DiffChanges.DIFF_SOME,
        hasdetaileddiff: true,
        deletebeforereplace: false,
    });
    expect(new Map(detaileddiffMap).get("dnsPrefix")).toEqual({
        kind: rpc.PropertyDiff.Kind.UPDATE_REPLACE,
        inputdiff: true,
    });
});

test("a resource that fails after acceptance travels in the status details (facts §5)", async () => {
    const operation = "/operations/1";
    arm.script({
        [`PUT ${id}`]: [{ status: 201, headers: { "Azure-AsyncOperation": operation }, body: { id } }],
        [`GET ${operation}`]: [{ status: 200, body: { status: "Failed", error: { code: "X", message: "m" } } }],
    });
    const inputs = toStruct({ resourceGroupName: "rg", resourceName: "aks", location: "l" });
    const error = await call(create, new rpc.CreateRequest().setUrn(urn).setProperties(inputs)).then(
        () => undefined,
        (reason: ServiceError) => reason,
    );
    const details = error?.metadata.get("grpc-status-details-bin")[0];
    const [detail] = Status.deserializeBinary(Buffer.from(details ?? "")).getDetailsList();
    expect(detail?.getTypeName()).toBe("pulumirpc.ErrorResourceInitFailed");
    const failed = rpc.ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() ?? Buffer.of());
    expect([failed.getId(), failed.getReasonsList(), fromStruct(failed.getInputs())]).toEqual([
        id,
        ['Status=200 Code="X" Message="m"'],
        fromStruct(inputs),
    ]);
});

test("read of what is gone", async () => {
    arm.script({});
    expect((await call(read, new rpc.ReadRequest().setUrn(urn).setId(id))).getId()).toBe("");
});

test("what is not modelled is Unimplemented", async () => {
    const unknown = new rpc.DiffRequest().setUrn("urn:pulumi:s::p::azure-native:web:WebApp::x");
    await expect(call(diff, unknown)).rejects.toMatchObject({
        code: 12,
        details: "local-azure does not model the resource type 'azure-native:web:WebApp'",
    });
    await expect(call(construct, new rpc.ConstructRequest())).rejects.toMatchObject({ code: 12 });
});

test("the schema holds the rows: what a program has to give, what it may, and what it gets", async () => {
    const schema = JSON.parse((await call(getSchema, new rpc.GetSchemaRequest())).getSchema());
    expect(schema.name).toBe("azure-native");
    expect(Object.keys(schema.resources).sort()).toEqual([...resourceTypes.keys()].sort());
    const { requiredInputs, inputProperties, properties } = schema.resources["azure-native:network:Subnet"];
    // The provider names it, but not its parents.
    expect(requiredInputs).toEqual(["resourceGroupName", "virtualNetworkName"]);
    expect(inputProperties).toMatchObject({
        subnetName: { type: "string" },
        addressPrefixes: { type: "array" },
        privateEndpointNetworkPolicies: { type: "string", default: "Disabled" },
    });
    expect(properties.delegations.items).toEqual({ $ref: "#/types/azure-native:network:DelegationResponse" });
    expect(schema.types["azure-native:network:DelegationResponse"].properties.serviceName).toEqual({ type: "string" });
});
