import { authorization } from "./authorization/authorization";
import { compute } from "./compute/compute";
import { containerRegistry } from "./containerregistry/containerRegistry";
import { containerService } from "./containerservice/containerService";
import { features } from "./features/features";
import { insights } from "./insights/insights";
import { keyVault } from "./keyvault/keyVault";
import { managedIdentity } from "./managedidentity/managedIdentity";
import { monitor } from "./monitor/monitor";
import { network } from "./network/network";
import { operationalInsights } from "./operationalinsights/operationalInsights";
import { resourceGraph } from "./resourcegraph/resourceGraph";
import { resources } from "./resources/resources";
import type { Service } from "./service";

/** Every provider that is modelled; a new one is a folder and a line here. */
export const services: readonly Service[] = [
    resources,
    resourceGraph,
    authorization,
    managedIdentity,
    network,
    containerRegistry,
    keyVault,
    compute,
    operationalInsights,
    insights,
    monitor,
    features,
    containerService,
];
