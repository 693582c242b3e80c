import type { Operation } from "../../migration/finish/poolStatus";
import { type AzureApi, AzureError } from "./azureClient";

/** An operation as it stands now. It has no status where Azure does not tell. */
export async function readOperation(arm: AzureApi, { path, status: known }: Operation): Promise<Operation> {
    const { pathname, searchParams } = new URL(path, "https://management.azure.com");
    try {
        // The client encodes the path itself.
        const body = await arm.get(decodeURI(pathname), Object.fromEntries(searchParams));
        const { status, error }: { status?: unknown; error?: unknown } = Object(body);
        const { code, message }: { code?: unknown; message?: unknown } = Object(error);
        const hasFailed = status === "Failed" || status === "Canceled";
        return {
            path,
            ...(typeof status === "string" && { status }),
            // Azure shows errors, too, of operations that go on.
            ...(hasFailed && code !== undefined && { error: `${code}: ${message}` }),
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
