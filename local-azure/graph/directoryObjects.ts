import type { Reply } from "../kernel/http";
import { arrayAt } from "../kernel/json";
import { type GraphCall, type GraphRoute, listReply } from "./call";
import { invalidProperty } from "./errors";
import { groupView } from "./groups";
import { servicePrincipalView } from "./servicePrincipals";

export const directoryObjectRoutes: GraphRoute[] = [
    { method: "POST", path: "directoryObjects/getByIds", handle: getByIds },
];

/** How `az` finds the names of those who hold roles. Ids that are nobody's are passed over. */
function getByIds(call: GraphCall): Reply {
    const ids = arrayAt(call.body, "ids");
    if (!ids) throw invalidProperty("ids");
    const types = (arrayAt(call.body, "types") ?? ["directoryObject"]).map((type) => String(type).toLowerCase());
    const found = ids
        .flatMap((id) => call.tenant.directory.lookUp(String(id)) ?? [])
        .filter(({ type }) => types.includes(type.toLowerCase()) || types.includes("directoryobject"))
        .map((principal) =>
            principal.type === "Group"
                ? { "@odata.type": "#microsoft.graph.group", ...groupView(principal) }
                : {
                      "@odata.type": "#microsoft.graph.servicePrincipal",
                      ...servicePrincipalView(call.tenant, principal),
                  },
        );
    return listReply(call, "directoryObjects", found);
}
