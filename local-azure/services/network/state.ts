import type { Table } from "../../kernel/resourceStore";
import { networkType, subnetType } from "../../kernel/typeNames";
import type { Azure } from "../azure";
import { type PlainResource, tableOf } from "../plainResource";

/** A scale set of a node resource group, as far as others need to know it. */
export interface ScaleSet {
    subnetIds: string[];
}

export const networksOf = (azure: Azure): Table<PlainResource> => tableOf(azure, networkType);
export const subnetsOf = (azure: Azure): Table<PlainResource> => tableOf(azure, subnetType);
