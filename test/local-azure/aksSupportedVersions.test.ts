import { supportOf } from "../../local-azure/services/containerservice/checks/supportedVersions";
import { control } from "./aksHelpers";
import { clusterContent, clusterPath, makeGroup, refused, TestAzure } from "./harness";

// Which Kubernetes versions there are.

test.each([
    ["1.33", "supported"],
    ...["25.16", "26.15", "27.16", "28.15", "29.15", "30.14", "31.14", "32.11", "33.7", "34.3", "35.1"].flatMap(
        (last): [string, string][] => [
            [`1.${last}`, "supported"],
            [`1.${last}1`, "unknown"],
        ],
    ),
    ["1.30.100", "unknown"],
    ["1.38", "unknown"],
    ["1.39", "unsupported"],
    ["1.24.9", "unsupported"],
    ["2.33", "unsupported"],
    ["latest", "unknown"],
    ["v1.34", "unknown"],
])("%s is %s", (version, support) => {
    expect(supportOf(version)).toBe(support);
});

describe("a request", () => {
    let azure: TestAzure;
    beforeAll(async () => {
        azure = await TestAzure.start();
        await makeGroup(azure);
        await azure.put(clusterPath("there"), content("1.33.5"));
    });
    afterAll(() => azure.stop());

    const content = (kubernetesVersion: string, pool: object = {}) =>
        clusterContent({ properties: { kubernetesVersion }, pool });
    const list =
        "Please use [az aks get-versions] command to get the supported version list in this region. For more information, please check https://aka.ms/supported-version-list";
    const notSupported = refused(
        400,
        "K8sVersionNotSupported",
        `Managed cluster c1 has invalid version 1.99.7. ${list}`,
    );
    const poolNotSupported = (version: string) =>
        refused(400, "AgentPoolK8sVersionNotSupported", `Version ${version} is not supported in this region. ${list}`);

    test("for a version that is none is refused", async () => {
        expect(await azure.put(clusterPath(), content("1.99.7"))).toMatchObject(notSupported);
        expect(await azure.put(clusterPath(), content("1.24.9"))).toMatchObject(
            refused(400, "K8sVersionNotSupported", /version 1.24.9/),
        );
        expect(await azure.put(clusterPath(), content("1.26.1", { orchestratorVersion: "1.24.9" }))).toMatchObject(
            poolNotSupported("1.24.9"),
        );
    });

    test("for one that may be there is not answered", async () => {
        expect(await azure.put(clusterPath(), content("1.35.9"))).toMatchObject(
            refused(501, "NotModelled", /the Kubernetes version '1.35.9'. Known are 1.25.0 to 1.35.1/),
        );
    });

    test("for a pool of a version that is none is refused", async () => {
        await azure.put(clusterPath("old"), content("1.26.1"));
        const pool = `${clusterPath("old")}/agentPools/more`;
        expect(await azure.put(pool, { properties: { count: 1, orchestratorVersion: "1.24.9" } })).toMatchObject(
            poolNotSupported("1.24.9"),
        );
    });

    test("for what runs already is taken, whatever it is", async () => {
        await control(azure, "change", { properties: { kubernetesVersion: "1.33.77" } }, "there");
        expect((await azure.put(clusterPath("there"), content("1.33.77"))).body.error).toBeUndefined();
        const pool = `${clusterPath("there")}/agentPools/more`;
        const taken = await azure.put(pool, { properties: { count: 1, orchestratorVersion: "1.33.77" } });
        expect(taken.body.error).toBeUndefined();
    });
});
