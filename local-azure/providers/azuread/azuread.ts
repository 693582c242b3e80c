import { standIn } from "../host/standIn";
import { azureadProvider } from "./provider";
import { secretOutputs } from "./resourceTypes";

/**
 * Stands in for the `azuread` plugin, as it does for `azure-native` (azureNative.ts): a bridged Terraform provider, so it
 * accepts secrets, and its diff is made of state and schema (facts `azure-native-provider.md` §9). It knows nothing of
 * local-azure but Microsoft Graph's HTTPS: that lies on ARM's server, takes its tokens, and is retried on the same statuses.
 * The version is the release that the resource table follows.
 */
export const startAzuread = standIn({ name: "azuread", version: "6.9.1", secretOutputs }, azureadProvider);
