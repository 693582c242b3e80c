import { ArmError } from "../../kernel/errors";

/** A refusal that gives its reasons one by one, as Microsoft.Network's do. */
export class ErrorWithDetails extends ArmError {
    constructor(
        status: number,
        code: string,
        message: string,
        private readonly details: { code: string; message: string }[],
    ) {
        super(status, code, message);
    }

    override get body() {
        const { error } = super.body;
        return { error: { ...error, details: this.details } };
    }
}
