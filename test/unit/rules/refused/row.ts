import { type Loose, network } from "../arguments";

/** Rule, input at fault as the message names it, arguments beside the good ones. */
export type Refused = [code: string, path: string, args: Loose];

/** A network with these settings. */
export const set = (settings: Loose, networkPlugin = "azure") => ({
    network: { ...network, networkPlugin, ...settings },
});
