import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporaryFolder";
import { clusterContent, clusterPath, makeGroup, makeIdentity, reader, TestAzure } from "./harness";

const parent = temporaryFolder();
let folder: string;
let stateFile: string;
let azure: TestAzure;
beforeEach(() => {
    folder = mkdtempSync(join(parent.path, "test-"));
    stateFile = join(folder, "state.json");
});

test("the directory, its applications and a hanging operation outlast a restart, and no secret is in the file", async () => {
    const hanging = { kind: "operation-hangs", method: "PUT", path: "managedClusters/*" } as const;
    azure = await TestAzure.start({ stateFile, faults: [hanging] });
    await makeGroup(azure);
    const { principalId } = (await makeIdentity(azure, "member")).properties;
    const group = await azure.graph("POST", "groups", {
        displayName: "admins",
        mailEnabled: false,
        mailNickname: "admins",
        securityEnabled: true,
        "members@odata.bind": [`https://graph.microsoft.com/v1.0/directoryObjects/${principalId}`],
    });
    const role = await azure.put(
        "providers/Microsoft.Authorization/roleAssignments/22222222-2222-4222-8222-222222222222",
        {
            properties: {
                roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${reader}`,
                principalId: group.body.id,
                principalType: "Group",
            },
        },
    );
    expect(role.status).toBe(201);
    const app = (await azure.graph("POST", "applications", { displayName: "app" })).body as unknown as {
        id: string;
        appId: string;
    };
    await azure.graph("POST", "servicePrincipals", { appId: app.appId });
    const password = (await azure.graph("POST", `applications/${app.id}/addPassword`, {})).body as unknown as {
        secretText: string;
        keyId: string;
    };
    await azure.put(clusterPath(), clusterContent());
    await azure.stop();
    expect(readFileSync(stateFile, "utf8")).not.toContain(password.secretText);

    azure = await TestAzure.start({ stateFile });
    const token = await azure.tokenOf(principalId);
    expect((await azure.get("resourceGroups/rg", { token })).status).toBe(200);
    const kept = (await azure.graph("GET", `applications/${app.id}`)).body as unknown as {
        passwordCredentials: object[];
    };
    expect(kept.passwordCredentials).toEqual([expect.objectContaining({ keyId: password.keyId, secretText: null })]);
    azure.advance(3600);
    expect((await azure.put(clusterPath(), clusterContent())).status).toBe(409);
    await azure.stop();
});

const refused: [what: string, content: string, message: RegExp][] = [
    ["of an older version", '{"format":1}', /has format 1, but this version of local-azure reads and writes format 7/],
    ["of a newer version", '{"format":8}', /has format 8, .* Use the version that wrote it, or remove the file/],
    ["that is no JSON", "{", /is no state file of local-azure/],
    ["of something else", '{"version":3}', /is no state file of local-azure/],
];
test.each(refused)("a file %s is refused, and left as it is", async (_, content, message) => {
    writeFileSync(stateFile, content);
    await expect(TestAzure.start({ stateFile })).rejects.toThrow(message);
    expect(readFileSync(stateFile, "utf8")).toBe(content);
});

test("a state that cannot be kept for a while is kept by the next request that can, and told of meanwhile", async () => {
    const told = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    azure = await TestAzure.start({ stateFile });
    mkdirSync(`${stateFile}.new`);
    expect((await azure.put("resourceGroups/rg1", { location: "westus2" })).status).toBe(201);
    expect(told.mock.calls).toEqual([
        [
            expect.stringMatching(
                /^local-azure: The state file .* cannot be written: E\w+: .*, in an existing folder\.\n$/,
            ),
        ],
    ]);
    rmSync(`${stateFile}.new`, { recursive: true });
    expect((await azure.put("resourceGroups/rg2", { location: "westus2" })).status).toBe(201);
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
    expect(readFileSync(stateFile, "utf8")).toContain("/resourceGroups/rg1");
    await azure.stop();
});

/** As root, too, may nobody read a folder as a file or replace one by a file. */
const unusable: [what: string, folder: string, message: RegExp][] = [
    ["in a missing folder", "elsewhere", /state\.json cannot be written: ENOENT: .*, in an existing folder\.$/],
    ["that cannot be read", "state.json", /state\.json cannot be read: E\w+: /],
    ["that cannot be written", "state.json.new", /state\.json cannot be written: E\w+: /],
];
test.each(unusable)("a file %s is refused at the start", async (what, made, message) => {
    mkdirSync(join(folder, made));
    const file = what === "in a missing folder" ? join(folder, "missing", "state.json") : stateFile;
    await expect(TestAzure.start({ stateFile: file })).rejects.toThrow(message);
});
