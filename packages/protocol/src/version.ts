/** Version of the customer and desk wire. A change that an older peer cannot read raises it. */
export const PROTOCOL_VERSION = 1;

/**
 * WebSocket subprotocol that both sides name at the upgrade (RFC 6455 §1.9); it carries the major version,
 * so that two versions can be served side by side during a rolling deploy.
 */
export const SUBPROTOCOL = 'throughline.v1';
