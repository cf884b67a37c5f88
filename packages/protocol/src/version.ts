/** Version of the customer and desk wire. A change that an older peer cannot read raises it. */
export const PROTOCOL_VERSION = 1;

/**
 * WebSocket subprotocol that both sides name at the upgrade (RFC 6455 §1.9); it carries the major version,
 * so that two versions can be served side by side during a rolling deploy.
 */
export const SUBPROTOCOL = 'throughline.v1';

/** What this side speaks, best first. */
const SUBPROTOCOLS: readonly string[] = [SUBPROTOCOL];

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
