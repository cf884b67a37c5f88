import type { EmbeddedContactCenter } from '@throughline/contact-center';
import type { Callbacks, CarryOvers, Core } from '@throughline/core';
import type { RealtimeLimits } from '../config/options.js';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import type { ServedConversations } from './served-conversations.js';

/** What every connection works with. */
export interface Services {
  readonly core: Core;
  /** What desks see: the core's conversations and those of guests. */
  readonly served: ServedConversations;
  readonly callbacks: Callbacks;
  readonly carryOvers: CarryOvers;
  readonly contactCenter: EmbeddedContactCenter;
  readonly limits: RealtimeLimits;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
