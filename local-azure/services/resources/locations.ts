import type { Reply } from "../../kernel/http";
import { subscriptionScope } from "../../kernel/resourceId";
import type { Call } from "../service";

/** Some of Azure's regions: name, display name, geography. No resource's location is checked against them. */
const regions: [string, string, string][] = [
    ["australiaeast", "Australia East", "Australia"],
    ["canadacentral", "Canada Central", "Canada"],
    ["centralus", "Central US", "United States"],
    ["eastus", "East US", "United States"],
    ["eastus2", "East US 2", "United States"],
    ["francecentral", "France Central", "France"],
    ["germanywestcentral", "Germany West Central", "Germany"],
    ["japaneast", "Japan East", "Japan"],
    ["northeurope", "North Europe", "Europe"],
    ["southeastasia", "Southeast Asia", "Asia Pacific"],
    ["swedencentral", "Sweden Central", "Sweden"],
    ["switzerlandnorth", "Switzerland North", "Switzerland"],
    ["uksouth", "UK South", "United Kingdom"],
    ["westeurope", "West Europe", "Europe"],
    ["westus2", "West US 2", "United States"],
    ["westus3", "West US 3", "United States"],
];

export function listLocations({ path }: Call): Reply {
    const value = regions.map(([name, displayName, geography]) => ({
        id: `${subscriptionScope(path.subscriptionId ?? "")}/locations/${name}`,
        name,
        type: "Region",
        displayName,
        regionalDisplayName: `(${geography}) ${displayName}`,
        metadata: { regionType: "Physical", regionCategory: "Recommended", geography },
    }));
    return { status: 200, body: { value } };
}
