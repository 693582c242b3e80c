import { join } from "node:path";
import { settled } from "../../local-azure/aksHelpers";
import {
    assign,
    clusterContent,
    clusterPath,
    makeGroup,
    makeSubnet,
    networkContributor,
    TestAzure,
} from "../../local-azure/harness";
import { command, withFiles } from "./command";
import { liveAzure } from "./liveAzure";

/** `use` with a local Azure that has the cluster `c1` in a subnet, and its id. */
async function withCluster(
    content: { identity?: object; properties?: object },
    use: (azure: TestAzure, id: string) => Promise<void>,
    options: Parameters<typeof TestAzure.start>[0] = {},
): Promise<void> {
    const azure = await TestAzure.start({ pageSize: 1, ...options });
    try {
        await makeGroup(azure);
        const subnet = await makeSubnet(azure);
        const made = await azure.put(clusterPath(), clusterContent({ ...content, pool: { vnetSubnetID: subnet } }));
        expect(made.status).toBe(201);
        const { principalId } = made.body.identity ?? {};
        if (principalId !== undefined) {
            expect((await assign(azure, networkContributor, principalId, subnet)).status).toBe(201);
        }
        await use(azure, `${azure.subscription}/${clusterPath()}`);
    } finally {
        await azure.stop();
    }
}

test("a cluster that is read from Azure gives the program that its files give, page by page", async () => {
    await withCluster({}, async (azure, id) => {
        const { stdout, stderr, code } = await command(["adopt", id], { live: liveAzure(azure) });
        expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
        expect(stdout).toContain('mode: "Import"');

        const version = { apiVersion: "2025-09-01" };
        const files = {
            "cluster.json": JSON.stringify((await azure.get(id, version)).body),
            "pools.json": JSON.stringify((await azure.get(`${id}/agentPools`, version)).body),
            "roles.json": JSON.stringify(
                (
                    await Promise.all(
                        (await assignmentsOf(azure)).map((each) => azure.get(each, { apiVersion: "2022-04-01" })),
                    )
                ).map(({ body }) => body),
            ),
        };
        await withFiles(files, async (folder) => {
            const at = (name: string) => join(folder, name);
            const ofFiles = [at("cluster.json"), "--pools", at("pools.json"), "--role-assignments", at("roles.json")];
            // Each repeats its own arguments in the next steps.
            expect(stdout).toContain(`adopt ${id} --preview`);
            const expected = stdout.replace(`adopt ${id} --preview`, `adopt ${ofFiles.join(" ")} --preview`);
            expect(await command(["adopt", ...ofFiles])).toEqual({ stdout: expected, stderr: "", code: 0 });
        });
    });
});

/** Ids of all role assignments, by the log. */
async function assignmentsOf(azure: TestAzure): Promise<string[]> {
    return azure.server
        .requests()
        .filter(({ method, path }) => method === "PUT" && path.includes("/roleAssignments/"))
        .map(({ path }) => path);
}

test("the object id of a service principal is read from Microsoft Graph", async () => {
    const azure = await TestAzure.start();
    try {
        await makeGroup(azure);
        const { body: application } = await azure.graph("POST", "applications", { displayName: "legacy" });
        const { appId } = application as unknown as { appId: string };
        const { body: principal } = await azure.graph("POST", "servicePrincipals", { appId });
        const subnet = await makeSubnet(azure);
        expect((await assign(azure, networkContributor, principal.id, subnet)).status).toBe(201);
        const properties = { servicePrincipalProfile: { clientId: appId, secret: "hush" } };
        const content = { ...clusterContent({ properties, pool: { vnetSubnetID: subnet } }), identity: undefined };
        const { id } = (await settled(azure, content, "legacy")).body;
        const { code, stdout, stderr } = await command(["adopt", id], { live: liveAzure(azure) });
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        expect(stdout).toContain(`clientId: "${appId}"`);
        expect(stdout).toContain('mode: "Import"');
    } finally {
        await azure.stop();
    }
});

test("only reads are sent", async () => {
    await withCluster({}, async (azure, id) => {
        const before = azure.server.requests().length;
        await command(["adopt", id], { live: liveAzure(azure) });
        const sent = azure.server
            .requests()
            .slice(before)
            .map(({ method }) => method);
        expect(new Set(sent)).toEqual(new Set(["GET"]));
        expect(sent.length).toBeGreaterThan(3);
    });
});

test("without the permission to read role assignments it ends with 6, and prints no program", async () => {
    const fault = {
        kind: "error",
        status: 403,
        code: "AuthorizationFailed",
        path: "**/roleAssignments",
        method: "GET",
    } as const;
    await withCluster(
        {},
        async (azure, id) => {
            const ran = await command(["adopt", id], { live: liveAzure(azure) });
            expect(ran).toMatchObject({ code: 6, stdout: "" });
            expect(ran.stderr).toMatch(
                /^managed-identity-aks: GET [^\n]*\/roleAssignments: 403 AuthorizationFailed: [^\n]+ The signed-in identity needs the role Reader on \/subscriptions\/[0-9a-f-]{36}\.\n$/,
            );
        },
        { faults: [{ ...fault, times: "always" }] },
    );
});

test.each([
    [["--pools", "pools.json"], "The cluster is read from Azure, with everything that belongs to it."],
    [["--service-principal-object-id", "x"], "The cluster is read from Azure, with everything that belongs to it."],
])("%j is refused where the cluster is read from Azure", async (options, message) => {
    const id = `/subscriptions/00000000-0000-0000-0000-0000000000aa/${clusterPath()}`;
    const ran = await command(["adopt", id, ...options]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(message);
});

test("a further subscription that is no id is refused before anything is requested", async () => {
    const id = `/subscriptions/00000000-0000-0000-0000-0000000000aa/${clusterPath()}`;
    expect(await command(["adopt", id, "--subscription", "../../x"])).toEqual({
        code: 2,
        stdout: "",
        stderr: 'managed-identity-aks: --subscription is "../../x"; expected the id of a subscription, as `az account list` prints it.\n',
    });
});

test("--subscription is refused where the cluster is a file", async () => {
    const { code, stderr } = await command([
        "adopt",
        "cluster.json",
        "--subscription",
        "00000000-0000-0000-0000-0000000000aa",
    ]);
    expect({ code, stderr }).toEqual({
        code: 2,
        stderr: "managed-identity-aks: --subscription requires the resource id of a cluster in place of a file.\n",
    });
});
