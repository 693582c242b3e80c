import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cpuSeconds } from "./cpuTime";
import { type Figure, inTurn, least } from "./figures";
import type { ProductionInstall } from "./productionInstall";

const RUNS = 3;

/** The least cluster by hand, with the parts of azure-native that the package uses for it. */
const BY_HAND = `
import { RoleAssignment } from "@pulumi/azure-native/authorization";
import { ManagedCluster } from "@pulumi/azure-native/containerservice";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { ResourceGroup } from "@pulumi/azure-native/resources";

const group = new ResourceGroup("aks");
const identity = new UserAssignedIdentity("identity", { resourceGroupName: group.name });
const role = new RoleAssignment("role", {
    scope: group.id,
    principalId: identity.principalId,
    principalType: "ServicePrincipal",
    roleDefinitionId: "4d97b98b-1d4f-4787-a291-c67834d212e7",
});
const aks = new ManagedCluster(
    "aks",
    {
        resourceGroupName: group.name,
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        agentPoolProfiles: [{ name: "system", mode: "System", vmSize: "Standard_D4ds_v5", count: 3 }],
    },
    { dependsOn: [role] },
);
export const identityProfile = aks.identityProfile;
`;

const WITH_PACKAGE = `
import { ResourceGroup } from "@pulumi/azure-native/resources";
import { ManagedIdentityAksCluster } from "managed-identity-aks";

const group = new ResourceGroup("aks");
const aks = new ManagedIdentityAksCluster("aks", {
    resourceGroupName: group.name,
    systemNodePool: { vmSize: "Standard_D4ds_v5", count: 3 },
});
export const identityProfile = aks.identityProfile;
`;

/** The compiler on a first program against one without the package. */
export async function measureTypeCheck({ project }: ProductionInstall): Promise<Figure[]> {
    const folders = await Promise.all([
        projectWith(BY_HAND, join(project, "by-hand")),
        projectWith(WITH_PACKAGE, join(project, "with-package")),
    ]);
    const times = await inTurn(RUNS, folders, secondsOf);
    const [byHand = Number.NaN, withPackage = Number.NaN] = times.map(least);
    return [
        { name: "type check of a cluster by hand", value: byHand, unit: "s" },
        { name: "type check of the package's", value: withPackage, unit: "s", ratio: withPackage / byHand, limit: 1.1 },
    ];
}

async function projectWith(program: string, folder: string): Promise<string> {
    // The options of Pulumi's template for TypeScript that a check of types has.
    const compilerOptions = {
        strict: true,
        noEmit: true,
        target: "es2020",
        module: "node16",
        moduleResolution: "node16",
        skipLibCheck: true,
    };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
    await writeFile(join(folder, "index.ts"), program);
    return folder;
}

function secondsOf(folder: string): Promise<number> {
    const compiler = JSON.stringify(require.resolve("typescript/bin/tsc"));
    return cpuSeconds(`process.argv = [process.argv[0], "tsc", "-p", "."];\nrequire(${compiler});`, folder);
}
