import Ajv from "ajv";
import ts from "typescript";
import { parse } from "yaml";
import { AKS_API_VERSION, CLUSTER_TYPE, POOL_TYPE } from "../../../src/aksTypes";
import { adoptReport } from "../../../src/migration/adopt/adoptReport";
import { importFileOf } from "../../../src/migration/adopt/importFile";
import { programOf } from "../../../src/migration/adopt/program";
import { FORMATS } from "../../../src/migration/formats";
import { argsFromLive } from "../../../src/migration/live/argsFromLive";
import { readPreview } from "../../../src/migration/preview/readPreview";
import { ExitCode, InvalidInputError } from "../../../src/migration/report";
import schema from "../../../src/migration/schemas/adopt.v1.json";
import { readFleet } from "../../../src/migration/survey/fleet";
import { surveyOf } from "../../../src/migration/survey/survey";
import { ARM_CLUSTER, assignment, CLUSTER_ID, SUBNET } from "./clusters";

const COMPONENT = "urn:pulumi:dev::shop::managed-identity-aks:index:ManagedIdentityAksCluster::aks";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const ROLE_ASSIGNMENT = assignment(1, "Network Contributor", SUBNET);

describe("the program", () => {
    const odd = {
        resourceGroupName: "shop",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a tag that looks like a reference of Pulumi's YAML
        tags: { "cost centre": "7", __proto__x: "", yes: "no", ref: "${pulumi.stack}", line: 'a"b\nc' },
        systemNodePool: {
            vmSize: "v",
            count: 3,
            nodeTaints: ["a=b:NoSchedule", "true"],
            properties: { spotMaxPrice: -1 },
        },
        nodePools: [
            { name: "a", vmSize: "v", availabilityZones: ["1"], nodeLabels: {} },
            { name: "b", vmSize: "v" },
        ],
        registries: [],
        kubeletIdentity: undefined,
    };

    test("in TypeScript has the arguments as they are", () => {
        const source = programOf({ language: "typescript", name: "aks", args: odd } as never).join("\n");
        const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
        const made: unknown[] = [];
        class ManagedIdentityAksCluster {
            constructor(...args: unknown[]) {
                made.push(...args);
            }
        }
        new Function("require", "exports", outputText)(() => ({ ManagedIdentityAksCluster }), {});
        expect(made).toEqual(["aks", JSON.parse(JSON.stringify(odd))]);
    });

    test.each(["typescript", "yaml"] as const)("in %s has nothing invisible", (language) => {
        const text = programOf({ language, name: "a", args: { tags: { "a\u200b": "b\u202ec" } } } as never).join("\n");
        expect(text).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(text).toContain("b\\u202ec");
    });

    test("in YAML has the arguments as they are", () => {
        const program = parse(programOf({ language: "yaml", name: "aks", args: odd } as never).join("\n"));
        const { properties } = program.resources.aks;
        expect(program.resources.aks.type).toBe("managed-identity-aks:ManagedIdentityAksCluster");
        expect(program.outputs.clusterId).toBe(["$", "{aks.clusterId}"].join(""));
        const text = JSON.stringify(properties);
        // Pulumi reads `$${` as `${`.
        expect(JSON.parse(text.replaceAll("$${", "${"))).toEqual(JSON.parse(JSON.stringify(odd)));
        expect(text).toContain("$${pulumi.stack}");
    });
});

test("a tag that Azure has written is no blocker: the program leaves it as it is", () => {
    const name = 'hidden-link:/"x"';
    const tagged = { ...ARM_CLUSTER, tags: { ...ARM_CLUSTER.tags, [name]: "Resource" } };
    const { data, exitCode } = adoptReport(argsFromLive(tagged, { roleAssignments: [ROLE_ASSIGNMENT] }), "typescript");
    expect(exitCode).toBe(ExitCode.Ok);
    expect(data.blockers).toEqual([]);
    expect(data.notExpressible).toEqual([
        { path: `tags[${JSON.stringify(name)}]`, reason: expect.stringContaining("Azure has written this tag") },
    ]);
    expect(data.program).toContain('tags: {\n        Team: "shop",\n    },');
    expect(data.program).toContain(JSON.stringify(`tags[${JSON.stringify(name)}]`));
    expect(data.program).toContain("}, { transforms: [keepTags] });");
    const { outputText, diagnostics } = ts.transpileModule(data.program, { reportDiagnostics: true });
    expect([diagnostics, outputText.includes("keepTags")]).toEqual([[], true]);
    // Where there is none, nothing of it is in the program, and a survey does not list it.
    expect(adoptReport(argsFromLive(ARM_CLUSTER), "typescript").data.program).not.toContain("transforms");
    expect(surveyOf(readFleet([{ name: "a", value: [tagged] }]), undefined, 0).counts.blocked).toBe(0);
});

describe("the report", () => {
    const validate = new Ajv().compile(schema);
    const json = async (report: ReturnType<typeof adoptReport>) =>
        JSON.parse(await FORMATS.json(report, { isTerminal: false } as never));

    test.each<[string, object, object, ExitCode]>([
        ["nothing is left to do", {}, { roleAssignments: [ROLE_ASSIGNMENT] }, ExitCode.Ok],
        ["role assignments are missing", {}, { roleAssignments: [] }, ExitCode.FollowUp],
        ["role assignments were not read", {}, {}, ExitCode.FollowUp],
        ["something keeps the component from it", { enableRBAC: false }, { roleAssignments: [] }, ExitCode.Rejected],
    ])("%s", async (_, properties, context, exitCode) => {
        const cluster = { ...ARM_CLUSTER, properties: { ...ARM_CLUSTER.properties, ...properties } };
        const report = adoptReport(argsFromLive(cluster, context), "typescript");
        expect(report.exitCode).toBe(exitCode);
        const shown = await json(report);
        expect(validate(shown) || validate.errors).toBe(true);
        expect(shown.program).toContain("new ManagedIdentityAksCluster(");
    });
});

describe("the import file", () => {
    const found = argsFromLive(ARM_CLUSTER, { roleAssignments: [ROLE_ASSIGNMENT] });
    const pools = ARM_CLUSTER.properties.agentPoolProfiles.map((pool) => ({
        ...pool,
        id: `${CLUSTER_ID}/agentPools/${pool.name}`,
    }));
    const state = (type: string, name: string, inputs: object) => ({
        urn: `urn:pulumi:dev::shop::managed-identity-aks:index:ManagedIdentityAksCluster$${type}::${name}`,
        type,
        parent: COMPONENT,
        inputs,
    });
    const step = (op: string, newState: ReturnType<typeof state>) => ({ op, urn: newState.urn, newState });
    const cluster = (inputs: object) => step("create", state(CLUSTER_TYPE, "aks-cluster", inputs));
    const pool = step(
        "create",
        state(POOL_TYPE, "aks-pool-batch", {
            agentPoolName: "batch",
            resourceName: UNKNOWN,
            azureApiVersion: AKS_API_VERSION,
        }),
    );
    const role = "azure-native:authorization:RoleAssignment";
    const roleAssignment = state(role, "aks-role", {
        roleAssignmentName: ROLE_ASSIGNMENT.id.split("/").pop(),
        principalId: UNKNOWN,
        // As azure-native imports it.
        scope: SUBNET.slice(1),
    });
    const file = (...steps: object[]) =>
        importFileOf("aks", readPreview(JSON.stringify({ steps, changeSummary: {}, duration: 1 })), {
            cluster: ARM_CLUSTER,
            pools,
            roleAssignments: [ROLE_ASSIGNMENT],
        });

    test("has ids, what the program says, and what exists", () => {
        const inputs = { resourceName: "shop", tags: { Team: "shop" } };
        const { file: made, created } = file(
            cluster(inputs),
            pool,
            // An import that an update follows: the program's inputs are those of the update.
            step("import", { ...roleAssignment, inputs: {} }),
            step("update", roleAssignment),
        );
        expect(created).toEqual([]);
        expect(made.resources.map(({ name, id, parent, component }) => [name, id, parent, component])).toEqual([
            ["aks", undefined, undefined, true],
            ["aks-cluster", CLUSTER_ID, "aks", undefined],
            ["aks-pool-batch", `${CLUSTER_ID}/agentPools/batch`, "aks", undefined],
            ["aks-role", ROLE_ASSIGNMENT.id, "aks", undefined],
        ]);
        const [, ofCluster, ofPool, ofRole] = made.resources;
        expect(ofCluster?.inputs).toEqual({ azureApiVersion: AKS_API_VERSION, ...inputs });
        expect(ofCluster?.outputs).toMatchObject({ id: CLUSTER_ID, nodeResourceGroup: "MC_shop_shop_westeurope" });
        expect(ofPool?.inputs).toMatchObject({ agentPoolName: "batch", resourceName: "shop" });
        expect(ofRole?.inputs).toMatchObject({
            principalId: ROLE_ASSIGNMENT.principalId,
            scope: SUBNET,
            // An import without an update does not show it.
            azureApiVersion: "2022-04-01",
        });
        expect(found.missing).toEqual([]);
    });

    test("leaves the count of an autoscaled pool to the autoscaler", () => {
        const autoscaled = state(POOL_TYPE, "aks-pool-batch", {
            agentPoolName: "batch",
            enableAutoScaling: true,
            minCount: 1,
            maxCount: 5,
            // What a new pool would begin with.
            count: 1,
        });
        const [, , ofPool] = file(cluster({}), step("create", autoscaled)).file.resources;
        expect(ofPool?.inputs).toMatchObject({ count: 2, minCount: 1 });
    });

    test("names what does not exist", () => {
        const other = state(role, "aks-other", { roleAssignmentName: UNKNOWN });
        const spare = state(POOL_TYPE, "aks-pool-spare", { agentPoolName: "spare" });
        const { file: made, created } = file(cluster({}), step("create", other), step("create", spare));
        expect(created).toEqual(["aks-other", "aks-pool-spare"]);
        expect(made.resources).toHaveLength(2);
    });

    test("holds no secret", () => {
        const windowsProfile = { adminPassword: "[secret]" };
        expect(() => file(cluster({ windowsProfile }))).toThrow(InvalidInputError);
        expect(() => file(cluster({ windowsProfile }))).toThrow("aks-cluster: windowsProfile contains a secret");
    });

    test("requires a preview that was completed, of this cluster and of the component", () => {
        const incomplete = readPreview(JSON.stringify({ steps: [cluster({})], changeSummary: {} }));
        expect(() => importFileOf("aks", incomplete, { cluster: ARM_CLUSTER, pools, roleAssignments: [] })).toThrow(
            "The preview failed or is incomplete",
        );
        expect(() => file(cluster({ resourceName: "shop", resourceGroupName: "other" }))).toThrow(
            "The preview is of cluster shop (resource group other); expected one of cluster shop (resource group shop).",
        );
        expect(file(cluster({ resourceName: "SHOP", resourceGroupName: "Shop" })).file.resources).toHaveLength(2);
        expect(() => file()).toThrow('The preview has no resource of a ManagedIdentityAksCluster "aks"');
    });
});
