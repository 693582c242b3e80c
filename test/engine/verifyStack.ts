import type { OutputMap } from "@pulumi/pulumi/automation";
import type { TestAzure } from "../local-azure/harness";
import { type Verified, verifyOutputs } from "../unit/cli/verifiedCluster";

/** What `verify` says of the outputs of a stack, as `pulumi stack output --json` prints them. */
export function verifyStack(azure: TestAzure, outputs: OutputMap): Promise<Verified> {
    return verifyOutputs(
        azure,
        Object.fromEntries(
            Object.entries(outputs).map(([name, { value, secret }]) => [name, secret ? "[secret]" : value]),
        ),
    );
}
