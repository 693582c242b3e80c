import type * as pulumi from "@pulumi/pulumi";
import { explainErrors } from "./hooks";

/** AKS's refusal while an operation goes on. */
const BUSY = /\bOperationNotAllowed\b.*\bin progress\b/s;

/** What to do about an operation of a cluster or of a pool that does not end. */
export function explainBusy(component: string): pulumi.ErrorHook[] {
    return explainErrors(component, "busy", async ({ name, newInputs }, azureSays) => {
        const { resourceGroupName = "<resource group>", resourceName = "<cluster>" } = newInputs ?? {};
        const cluster = `--resource-group ${resourceGroupName} --name ${resourceName}`;
        return BUSY.test(azureSays)
            ? [
                  `${name}: AKS has not finished an operation on the cluster. ${azureSays}`,
                  `  - To see it, run: az aks show ${cluster} --query provisioningState`,
                  `  - If it goes on, wait for its end. If it hangs, abort it: az aks operation-abort ${cluster}`,
                  "    (https://learn.microsoft.com/azure/aks/manage-abort-operations).",
                  "Then run `pulumi up --refresh`.",
              ].join("\n")
            : undefined;
    });
}
