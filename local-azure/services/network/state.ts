import type { Table } from "../../kernel/resourceStore";
import { networkType, subnetType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { type PlainResource, tableOf } from "../plainResource";

/** A scale set of a node resource group: the pool that it is made for, and the subnets that its nodes hold on to. */
export interface ScaleSet {
    clusterId: string;
    poolName: string;
    subnetIds: string[];
}

export const networksOf = (azure: Azure): Table<PlainResource> => tableOf(azure, networkType);
export const subnetsOf = (azure: Azure): Table<PlainResource> => tableOf(azure, subnetType);
