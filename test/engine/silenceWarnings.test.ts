import { withCluster } from "./livingClusters";
import { type Args, aksManaged, codes, managed } from "./transition";

test("a warning about a change is silent by its code, in preview and update; a refusal is not", async () => {
    const silenceWarnings = ["KubeletIdentityUpgradesNodes"];
    const silent: Args = () => ({ silenceWarnings });
    const back: Args = () => ({ silenceWarnings, kubeletIdentity: { type: "AksManaged" } });
    await withCluster(aksManaged, {}, async (living) => {
        living.say(managed);
        expect(codes((await living.preview()).said)).toEqual(["KubeletIdentityUpgradesNodes"]);
        living.say(silent);
        const { said, steps } = await living.preview();
        expect(codes(said)).toEqual([]);
        expect(steps).toContain("update aks-cluster");
        const printed: string[] = [];
        await living.stack.up({ onOutput: (text) => printed.push(text) });
        expect(codes(printed.join(""))).toEqual([]);

        living.say(back);
        expect(codes((await living.preview()).said)).toContain("BackToAksManagedKubelet");
    });
});
