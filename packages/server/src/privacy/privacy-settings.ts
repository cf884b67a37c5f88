import { join } from 'node:path';
import type { RetentionRules } from '@throughline/core';

export interface PrivacySettings {
  readonly retention: RetentionRules;
  /** Erasures, one a line, outside the database: carried out again when a database from before them is restored. */
  readonly erasureLedgerFile: string;
}

const DAY_MS = 86_400_000;

/** What is kept how long when nothing is said, in days. */
export const DEFAULT_RETENTION_DAYS = { conversations: 365, context: 90, decisions: 365, callbacks: 180 };

export function toRetentionRules(
  days: Readonly<Record<keyof RetentionRules, number | 'forever'>>,
): RetentionRules {
  const toMs = (value: number | 'forever') => (value === 'forever' ? null : value * DAY_MS);
  return {
    conversations: toMs(days.conversations),
    context: toMs(days.context),
    decisions: toMs(days.decisions),
    callbacks: toMs(days.callbacks),
  };
}

export function defaultPrivacySettings(dataDir: string): PrivacySettings {
  return {
    retention: toRetentionRules(DEFAULT_RETENTION_DAYS),
    erasureLedgerFile: join(dataDir, 'privacy', 'erasures.ndjson'),
  };
}
