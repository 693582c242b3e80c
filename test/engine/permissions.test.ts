import { derived, documented } from "../../local-azure/kernel/evidence";
import { permissionsPage } from "./permissions";

const assignment = {
    identity: "controlPlane",
    role: "Network Contributor",
    scope: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n",
    description: "The control plane joins it.",
};
const joinNodes = { operation: "join nodes", ...documented("https://example.com/nodes") };
const joinPods = { operation: "join pods", ...derived("https://example.com/pods") };

test("the page says of each role assignment what its proof rests on, and of a derived one that it is derived", () => {
    const page = permissionsPage([
        { title: "Pods", needs: [{ assignment, denied: [joinPods, joinPods] }] },
        { title: "Both", needs: [{ assignment, denied: [joinPods, joinNodes] }] },
    ]);
    const section = (title: string) => `## ${title}\n\n[Picture and programs](scenarios/${title.toLowerCase()}.md)\n\n`;
    expect(page).toContain(`${section("Pods")}- Control plane: **Network Contributor** on the subnet (derived).\n`);
    expect(page).toContain(
        `${section("Both")}- Control plane: **Network Contributor** on the subnet (documented, derived).\n`,
    );
    expect(page.split("## What the proofs rest on\n\n")[1]).toBe(
        "- [join nodes: documented](https://example.com/nodes)\n- [join pods: derived](https://example.com/pods)\n",
    );
});
