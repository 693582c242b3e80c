import type { Reply } from "../../kernel/http";
import { subscriptionScope } from "../../kernel/resourceId";
import { regions } from "../location";
import type { Call } from "../service";

export function listLocations({ path }: Call): Reply {
    const value = regions.map(({ name, displayName, geography }) => ({
        id: `${subscriptionScope(path.subscriptionId ?? "")}/locations/${name}`,
        name,
        type: "Region",
        displayName,
        regionalDisplayName: `(${geography}) ${displayName}`,
        metadata: { regionType: "Physical", regionCategory: "Recommended", geography },
    }));
    return { status: 200, body: { value } };
}
