/** Version of the customer and desk wire. A change that an older peer cannot read raises it. */
export const PROTOCOL_VERSION = 1;

/**
 * WebSocket subprotocol that both sides name at the upgrade (RFC 6455 §1.9); it carries the major version,
 * so that two versions can be served side by side during a rolling deploy.
 */
const BASE_SUBPROTOCOL = 'throughline.v1';

/**
 * The same with entries `redacted`. Clients of before take every kind of entry that they do not know for the end of the
 * conversation; a further kind gets a further minor version.
 */
export const SUBPROTOCOL = 'throughline.v1.1';

/** What this side speaks, best first. Clients offer all of them. */
export const SUBPROTOCOLS: readonly string[] = [SUBPROTOCOL, BASE_SUBPROTOCOL];

/** Whether a peer of this subprotocol knows entries `redacted`. */
export function knowsRedactions(subprotocol: string): boolean {
  return subprotocol !== BASE_SUBPROTOCOL;
}

/**
 * The best version that both sides speak; null when there is none. During a rolling deploy a client offers its own
 * and older versions, and an older node picks one that it knows.
 */
export function chooseSubprotocol(
  offered: ReadonlySet<string>,
  spoken: readonly string[] = SUBPROTOCOLS,
): string | null {
  return spoken.find((name) => offered.has(name)) ?? null;
}
