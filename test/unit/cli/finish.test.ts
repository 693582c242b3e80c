import { control, principalContent, servicePrincipal, settled, systemAssigned } from "../../local-azure/aksHelpers";
import { clusterPath, makeGroup, TestAzure } from "../../local-azure/harness";
import { command } from "./command";
import { liveAzure } from "./liveAzure";

const pool = (name: string, mode = "User", count = 2) => ({ name, mode, count, vmSize: "Standard_D4ds_v5" });
const POOLS = {
    ...servicePrincipal,
    agentPoolProfiles: [pool("system", "System", 1), pool("batch"), pool("web", "User", 3)],
};
const MIGRATED = { ...principalContent(POOLS), identity: systemAssigned };

test("smoke", async () => {
    const azure = await TestAzure.start({ operationSeconds: 60 });
    try {
        await makeGroup(azure);
        await settled(azure, principalContent(POOLS));
        const id = `${azure.subscription}/${clusterPath()}`;
        const finish = (...argv: string[]) => command(["finish", id, ...argv], { live: liveAzure(azure) });
        const show = async (...argv: string[]) => {
            const r = await finish(...argv);
            console.log(r.code, "\n" + r.stdout, "\n" + r.stderr);
        };
        await show();
        await settled(azure, MIGRATED);
        await show("--dry-run");
        await control(azure, "nodeImage");
        await show("--dry-run");
        await show();
        await show();
        await show("--pool", "x");
    } finally {
        await azure.stop();
    }
});
