/** An answer that ARM gave and the caller did not want; the text is the real provider's (facts §5). */
export class ArmAnswerError extends Error {
    constructor(
        readonly status: number,
        readonly body: string,
    ) {
        const { code, message } = answeredError({ body });
        super(`Status=${status} Code="${code ?? ""}" Message="${message ?? body}"`);
    }
}

/** ARM's error object, which some services send bare. */
export function answeredError({ body }: { body: string }): { code?: string; message?: string } {
    const whole = parsed(body);
    const error = isRecord(whole) && isRecord(whole.error) ? whole.error : whole;
    if (!isRecord(error)) return {};
    return {
        ...(typeof error.code === "string" ? { code: error.code } : {}),
        ...(typeof error.message === "string" ? { message: error.message } : {}),
    };
}

/** JSON, or undefined for what is none. */
export function parsed(body: string): unknown {
    try {
        return JSON.parse(body);
    } catch {
        return undefined;
    }
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}
