import { standIn } from "../host/standIn";
import { azureNativeProvider } from "./provider";
import { azureNativeSchema } from "./schema";

/**
 * Stands in for the `azure-native` plugin: attach the engine with `PULUMI_DEBUG_PROVIDERS=azure-native:<port>`.
 * Behaviour: facts `azure-native-provider.md`; it knows nothing of local-azure but ARM's HTTPS. The version is the release
 * that the resource table follows.
 */
export const startAzureNative = standIn(
    { name: "azure-native", version: "3.28.0", schema: azureNativeSchema },
    azureNativeProvider,
);
