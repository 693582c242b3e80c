import { resourceNotFound } from "../../kernel/errors";
import { arrayAt, type JsonObject } from "../../kernel/json";
import type { Entry, Table } from "../../kernel/resourceStore";
import { networkType, subnetType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import type { Call } from "../service";

/** As kept; the subnets are resources of their own. */
export interface VirtualNetwork {
    location: string;
    tags?: Record<string, string>;
    properties: JsonObject;
}

export interface Subnet {
    properties: JsonObject;
}

export interface WantedSubnet extends Subnet {
    id: string;
    name: string;
}

/** A scale set of a node resource group, as far as others need to know it. */
export interface ScaleSet {
    subnetIds: string[];
}

export function networksOf(azure: Azure): Table<VirtualNetwork> {
    return azure.store.table<VirtualNetwork>(networkType);
}

export function existingNetwork(call: Call, id: string): Entry<VirtualNetwork> {
    const entry = networksOf(call.azure).get(id);
    if (!entry) throw resourceNotFound(networkType, call.path.names.slice(0, 1), call.path.resourceGroup);
    return entry;
}

export function addressPrefixes(properties: JsonObject): string[] {
    return (arrayAt(properties, "addressSpace", "addressPrefixes") ?? []).map(String);
}

export function subnetsOf(azure: Azure): Table<Subnet> {
    return azure.store.table<Subnet>(subnetType);
}
