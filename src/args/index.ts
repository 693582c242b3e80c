/** The public inputs, one file for each area. */
export * from "./access";
export * from "./addons";
export * from "./adopt";
export * from "./bootstrap";
export * from "./cluster";
export * from "./clusterIdentities";
export * from "./encryption";
export * from "./entra";
export * from "./identities";
export * from "./monitoring";
export * from "./network";
export * from "./nodePools";
export * from "./podIdentity";
export * from "./properties";
export * from "./workloadIdentity";
