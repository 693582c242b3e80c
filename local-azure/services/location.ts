import { invalidResourceLocation, locationNotAvailable, locationRequired } from "../kernel/errors";
import { stringAt } from "../kernel/json";
import type { Entry } from "../kernel/resourceStore";
import type { Call } from "./service";

/** Azure's public regions by geography (https://learn.microsoft.com/azure/reliability/regions-list). */
const geographies: Record<string, string> = {
    Africa: "South Africa North",
    "Asia Pacific": "East Asia, Southeast Asia, Indonesia Central, Malaysia West",
    Australia: "Australia Central, Australia Central 2, Australia East, Australia Southeast",
    Austria: "Austria East",
    Belgium: "Belgium Central",
    Brazil: "Brazil South",
    Canada: "Canada Central, Canada East",
    Chile: "Chile Central",
    Europe: "North Europe, West Europe",
    France: "France Central",
    Germany: "Germany West Central",
    India: "Central India, South India, West India, Jio India West",
    Israel: "Israel Central",
    Italy: "Italy North",
    Japan: "Japan East, Japan West",
    Korea: "Korea Central, Korea South",
    Mexico: "Mexico Central",
    "New Zealand": "New Zealand North",
    Norway: "Norway East",
    Poland: "Poland Central",
    Qatar: "Qatar Central",
    Spain: "Spain Central",
    Sweden: "Sweden Central",
    Switzerland: "Switzerland North",
    UAE: "UAE North",
    "United Kingdom": "UK South, UK West",
    "United States":
        "Central US, East US, East US 2, North Central US, South Central US, West Central US, West US, West US 2, West US 3",
};

export const regions = Object.entries(geographies).flatMap(([geography, names]) =>
    names.split(", ").map((displayName) => ({ name: normalLocation(displayName), displayName, geography })),
);

/** As Azure lists them where it refuses another one. */
export const regionNames = regions.map(({ name }) => name).join(",");

export const isRegion = (location: string) => regions.some(({ name }) => name === location);

/** The location of a PUT; a resource cannot move, so a second one must agree with the first. */
export function locationFor(call: Call, before: Entry<{ location?: string }> | undefined, type: string): string {
    const location = stringAt(call.body, "location");
    if (!location) throw locationRequired();
    const normal = normalLocation(location);
    const { location: old } = before?.data ?? {};
    if (old && old !== normal)
        throw invalidResourceLocation(call.path.name, old, call.path.resourceGroup ?? "", normal);
    if (!isRegion(normal)) throw locationNotAvailable(location, type, regionNames);
    return normal;
}

/** "West US 2" and "westus2" are one place. */
export function normalLocation(location: string): string {
    return location.toLowerCase().replace(/\s/g, "");
}
