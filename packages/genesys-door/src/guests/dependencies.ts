import type { EmbeddedContactCenter } from '@throughline/contact-center';
import type { Bus, Clock, Masker, MessageMasker } from '@throughline/core';
import type { DoorLimits } from '../options.js';
import type { GuestNews } from './guest-news.js';

/** What the parts that keep guests work with. */
export interface GuestDependencies {
  readonly contactCenter: EmbeddedContactCenter;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly mask: Masker;
  readonly maskMessage: MessageMasker;
  readonly newId: () => string;
  readonly limits: DoorLimits;
  readonly news: GuestNews;
}
