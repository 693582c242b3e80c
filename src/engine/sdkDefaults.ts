import { containerservice } from "@pulumi/azure-native/types/input";
import { isRecord, type Values } from "../values";
import { resolveOutputs } from "./resolveOutputs";

/** azure-native's SDK completes these objects before it registers a resource. */
const COMPLETED: Record<string, (value: never) => object> = {
    bootstrapProfile: containerservice.managedClusterBootstrapProfileArgsProvideDefaults,
    gatewayProfile: containerservice.agentPoolGatewayProfileArgsProvideDefaults,
    localDNSProfile: containerservice.localDNSProfileArgsProvideDefaults,
    networkProfile: containerservice.containerServiceNetworkProfileArgsProvideDefaults,
    nodeProvisioningProfile: containerservice.managedClusterNodeProvisioningProfileArgsProvideDefaults,
    securityProfile: containerservice.managedClusterSecurityProfileArgsProvideDefaults,
    workloadAutoScalerProfile: containerservice.managedClusterWorkloadAutoScalerProfileArgsProvideDefaults,
};

/** The registered inputs without what the SDK has added to those of the component. */
export async function withoutSdkDefaults(registered: Values, own: Values): Promise<Values> {
    const names = Object.keys(COMPLETED).filter((name) => isRecord(own[name]) && isRecord(registered[name]));
    const cleaned = await Promise.all(
        names.map(async (name) => {
            const { value } = await resolveOutputs(COMPLETED[name]?.(own[name] as never));
            return [name, without(registered[name], own[name], value)];
        }),
    );
    return { ...registered, ...Object.fromEntries(cleaned) };
}

function without(registered: unknown, own: unknown, completed: unknown): unknown {
    if (!isRecord(registered) || !isRecord(completed)) {
        return registered;
    }
    const [given, full]: [Values, Values] = [{ ...Object(own) }, { ...completed }];
    const kept = Object.entries(registered).filter(([key, value]) => given[key] !== undefined || value !== full[key]);
    return Object.fromEntries(kept.map(([key, value]) => [key, without(value, given[key], full[key])]));
}
