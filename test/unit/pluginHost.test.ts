import * as pulumi from "@pulumi/pulumi";
import { Host } from "../../src/plugin/host";
import { underMocks } from "./mocks";

const TYPE = "managed-identity-aks:index:AksWorkloadIdentity";

test("an error that nobody has caught fails the component that it comes from, and no other one", async () => {
    await underMocks(async () => {
        const host = new Host();
        const construct = (name: string, resourceGroupName: () => string) => {
            const serviceAccounts = [{ namespace: "shop", name }];
            const others = { oidcIssuerUrl: "https://issuer.example/", serviceAccounts };
            const inputs = Object.defineProperty({ ...others }, "resourceGroupName", {
                enumerable: true,
                get: resourceGroupName,
            });
            return host.construct(name, TYPE, inputs, {});
        };
        const good = construct("good", () => "group");
        const bad = construct("bad", () => {
            expect(host.failCurrent(new pulumi.InputPropertiesError({ message: "its own", errors: [] }))).toBe(true);
            return "group";
        });
        // It comes from none, though some are under construction.
        expect([host.isConstructing, host.failCurrent(new Error("of none"))]).toEqual([true, false]);
        await expect(bad).rejects.toThrow("its own");
        expect(Object.keys((await good).state)).toContain("clientId");
        expect(host.isConstructing).toBe(false);
    });
});
