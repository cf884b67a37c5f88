import type { Clock } from '@throughline/core';
import type { Action } from '@throughline/guest-api';
import type { DoorLimits } from '../options.js';
import { WindowRate } from '../window-rate.js';

const MINUTE_MS = 60_000;

/** The limits of the guest socket. */
export class GuestRates {
  readonly #messages: WindowRate;
  readonly #requests: WindowRate;
  readonly #configures: WindowRate;
  readonly #echoes: WindowRate;
  readonly #connections: WindowRate;

  constructor(clock: Clock, limits: DoorLimits) {
    this.#messages = new WindowRate(clock, limits.messagesPerSecond, 1_000);
    this.#requests = new WindowRate(clock, limits.requestsPerMinute, MINUTE_MS);
    this.#configures = new WindowRate(clock, limits.configuresPerMinute, MINUTE_MS);
    this.#echoes = new WindowRate(clock, limits.echoesPerMinute, MINUTE_MS);
    this.#connections = new WindowRate(clock, limits.connectionsPerDeploymentPerMinute, MINUTE_MS);
  }

  connect(deploymentId: string): number | null {
    return this.#connections.take(deploymentId);
  }

  /** Seconds to wait when the request is one too many. */
  take(connectionId: string, token: string, action: Action): number | null {
    const tooMany = this.#requests.take(connectionId);
    if (tooMany !== null) return tooMany;
    switch (action) {
      case 'onMessage':
        return this.#messages.take(token);
      case 'configureSession':
      case 'configureAuthenticatedSession':
        return this.#configures.take(token);
      case 'echo':
        return this.#echoes.take(connectionId);
      default:
        return null;
    }
  }
}
