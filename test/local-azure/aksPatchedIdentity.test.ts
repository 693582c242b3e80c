import { clusterContent, clusterPath, makeGroup, makeIdentity, refused, TestAzure, userAssigned } from "./harness";

// Another identity in the PATCH of a cluster: what AKS makes of it is not known, so either is on offer.

async function withSetting(
    patchedIdentity: "ignored" | "refused" | undefined,
    check: (azure: TestAzure, one: string, other: string) => Promise<void>,
): Promise<void> {
    const azure = await TestAzure.start(patchedIdentity ? { patchedIdentity } : {});
    try {
        await makeGroup(azure);
        const [one, other] = [await makeIdentity(azure, "one"), await makeIdentity(azure, "other")];
        await azure.put(clusterPath(), clusterContent({ identity: userAssigned(one.id) }));
        await check(azure, one.id, other.id);
    } finally {
        await azure.stop();
    }
}

const heldBy = async (azure: TestAzure) =>
    Object.keys((await azure.get(clusterPath())).body.identity.userAssignedIdentities);

test.each([undefined, "ignored" as const])("is left aside with the setting %s", async (setting) => {
    await withSetting(setting, async (azure, one, other) => {
        const { status, body } = await azure.patch(clusterPath(), {
            tags: { a: "b" },
            identity: userAssigned(other),
        });
        expect([status, body.tags]).toEqual([200, { a: "b" }]);
        expect(await heldBy(azure)).toEqual([one]);
    });
});

test("is refused with the setting refused, and the same one is not", async () => {
    await withSetting("refused", async (azure, one, other) => {
        const both = { type: "UserAssigned", userAssignedIdentities: { [one]: {}, [other]: {} } };
        for (const identity of [userAssigned(other), both, { type: "SystemAssigned" }, { type: "None" }]) {
            expect(await azure.patch(clusterPath(), { tags: { a: "b" }, identity })).toMatchObject(
                refused(400, "PropertyChangeNotAllowed", "Changing property 'identity' is not allowed."),
            );
        }
        expect((await azure.get(clusterPath())).body.tags).toBeUndefined();
        expect((await azure.patch(clusterPath(), { tags: {}, identity: userAssigned(one) })).status).toBe(200);
        expect((await azure.patch(clusterPath(), { tags: {} })).status).toBe(200);
        expect(await heldBy(azure)).toEqual([one]);
    });
});
