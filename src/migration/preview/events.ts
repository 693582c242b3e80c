import type { Values } from "../../values";
import { textOf } from "../jsonInput";
import { kindsIn } from "./document";
import type { Preview, PreviewedDiagnostic } from "./preview";
import { stepOf, withoutParts } from "./resource";

/** An engine event has one of these (pulumi sdk/go/common/apitype/events.go). */
const EVENT = /^[a-zA-Z]+Event$/;

export function isEvent(value: Values): boolean {
    return typeof value.sequence === "number" && Object.keys(value).some((key) => EVENT.test(key));
}

export function readEvents(all: Values[]): Preview {
    // `pulumi up` previews first; what it then does is a stream of its own.
    const end = all.findIndex(({ cancelEvent }) => cancelEvent !== undefined);
    const events = end < 0 ? all : all.slice(0, end);
    const diagnostics = events.flatMap(({ diagnosticEvent }) => diagnosticOf(Object(diagnosticEvent)));
    const summary = events.find(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent;
    return {
        dialect: "events",
        steps: withoutParts(
            events.flatMap(({ resourcePreEvent }) => {
                const { metadata }: { metadata?: Values } = Object(resourcePreEvent);
                return metadata === undefined
                    ? []
                    : stepOf(
                          textOf(metadata.op),
                          textOf(metadata.urn),
                          { old: metadata.old, new: metadata.new },
                          kindsIn(metadata.detailedDiff, "diffKind"),
                          metadata.diffs,
                      );
            }),
        ),
        diagnostics,
        complete: summary !== undefined && !diagnostics.some(({ severity }) => severity === "error"),
    };
}

function diagnosticOf({ severity, prefix = "", message, urn, ephemeral }: Values): PreviewedDiagnostic[] {
    const isShown = typeof message === "string" && ephemeral !== true && severity !== "debug";
    return isShown
        ? [
              {
                  severity: textOf(severity),
                  message: `${prefix}${message}`.replace(/<\{%.*?%\}>/g, ""),
                  ...(typeof urn === "string" && urn !== "" && { urn }),
              },
          ]
        : [];
}
