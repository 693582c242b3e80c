import type { Loose } from "../arguments";

/** Rule, input at fault as the message names it, arguments beside the good ones. */
export type Refused = [code: string, path: string, args: Loose];
