import { inGroup, type Row, words } from "../row";
import * as shapes from "../shapes";

/** Zones, links and records. `location` is create-only in both APIs (privatedns.json 2024-06-01, dns.json). */
export const dnsRows: Row[] = [
    {
        token: "azure-native:privatedns:PrivateZone",
        apiVersion: "2024-06-01",
        path: `${inGroup}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}`,
        inputs: {
            string: ["location"],
            object: ["tags"],
        },
        forceNew: ["location"],
        outputs: words(`etag internalId maxNumberOfRecordSets maxNumberOfVirtualNetworkLinks
                maxNumberOfVirtualNetworkLinksWithRegistration name numberOfRecordSets
                numberOfVirtualNetworkLinks numberOfVirtualNetworkLinksWithRegistration
                provisioningState systemData type`),
        shape: shapes.tracked,
        longRunning: true,
    },
    {
        token: "azure-native:privatedns:VirtualNetworkLink",
        apiVersion: "2024-06-01",
        path: `${inGroup}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}`,
        inputs: {
            string: words("location resolutionPolicy"),
            boolean: ["registrationEnabled"],
            object: words("tags virtualNetwork"),
        },
        forceNew: ["location"],
        outputs: words("etag name provisioningState systemData type virtualNetworkLinkState"),
        shape: shapes.tracked,
        longRunning: true,
    },
    {
        token: "azure-native:privatedns:PrivateRecordSet",
        apiVersion: "2024-06-01",
        path: `${inGroup}/providers/Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}`,
        inputs: {
            integer: ["ttl"],
            array: words("aRecords aaaaRecords mxRecords ptrRecords srvRecords txtRecords"),
            object: words("cnameRecord metadata soaRecord"),
        },
        outputs: words("etag fqdn isAutoRegistered name systemData type"),
        shape: shapes.recordSet,
    },
    {
        token: "azure-native:dns:Zone",
        apiVersion: "2023-07-01-preview",
        path: `${inGroup}/providers/Microsoft.Network/dnsZones/{zoneName}`,
        inputs: {
            string: words("location zoneType"),
            array: words("registrationVirtualNetworks resolutionVirtualNetworks"),
            object: ["tags"],
        },
        required: ["location"],
        forceNew: ["location"],
        defaults: { zoneType: "Public" },
        outputs: words(`etag maxNumberOfRecordSets maxNumberOfRecordsPerRecordSet name nameServers
                numberOfRecordSets signingKeys systemData type`),
        shape: shapes.tracked,
    },
    {
        token: "azure-native:dns:RecordSet",
        apiVersion: "2023-07-01-preview",
        path: `${inGroup}/providers/Microsoft.Network/dnsZones/{zoneName}/{recordType}/{relativeRecordSetName}`,
        inputs: {
            integer: ["ttl"],
            array: words(`aRecords aaaaRecords caaRecords dsRecords mxRecords naptrRecords nsRecords
                ptrRecords srvRecords tlsaRecords txtRecords`),
            object: words("cnameRecord metadata soaRecord targetResource trafficManagementProfile"),
        },
        outputs: words("etag fqdn name provisioningState systemData type"),
        shape: shapes.publicRecordSet,
    },
];
