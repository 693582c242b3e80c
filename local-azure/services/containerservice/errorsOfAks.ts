import { ArmError } from "../../kernel/errors";

/**
 * What AKS itself refuses. ARM and most providers wrap an error in `error`; AKS does not
 * (sassoftware/viya4-iac-azure#450), and names what it is about beside it (Azure/AKS-Construction#701).
 */
export class AksError extends ArmError {
    constructor(
        status: number,
        code: string,
        message: string,
        private readonly target?: string,
        headers?: Record<string, string>,
    ) {
        super(status, code, message, headers);
    }

    override get body() {
        const { code, message, target } = this;
        return { code, details: null, message, subcode: "", ...(target !== undefined && { target }) };
    }
}

export const badRequest = (code: string, message: string, target?: string) => new AksError(400, code, message, target);

export const invalidParameter = (message: string) => badRequest("InvalidParameter", message);

export const conflict = (code: string, message: string) => new AksError(409, code, message);
