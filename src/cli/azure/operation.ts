import type { PoolOperation } from "../../migration/finish/poolStatus";
import { type AzureApi, AzureError } from "./azureClient";

/** The current state of an operation. The status is absent if Azure does not show it. */
export async function readOperation(arm: AzureApi, { path, status: known }: PoolOperation): Promise<PoolOperation> {
    // It has no endpoint; that of the client is used.
    const { pathname, searchParams } = new URL(path, "https://none");
    try {
        // The client encodes the path itself.
        const body = await arm.get(decodeURI(pathname), Object.fromEntries(searchParams));
        const { status, error }: { status?: unknown; error?: unknown } = Object(body);
        const { code, message }: { code?: unknown; message?: unknown } = Object(error);
        return {
            path,
            ...(typeof status === "string" && { status }),
            ...(code !== undefined && { error: `${code}: ${message}` }),
        };
    } catch (error) {
        if (!(error instanceof AzureError)) {
            throw error;
        }
        return { path, ...(isTemporary(error) && known !== undefined && { status: known }) };
    }
}

/** Whether the same request may succeed later: there was no answer, Azure is busy or at fault. */
export function isTemporary({ status = 503 }: AzureError): boolean {
    return [408, 409, 429].includes(status) || status >= 500;
}
