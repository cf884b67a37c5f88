import { DATA_CLASSES, type DataClass, type RemovedCounts } from '../model/privacy.js';
import type { Clock } from '../ports/clock.js';
import type { PrivacyStore } from '../ports/privacy-store.js';

/** How long each class of data is kept after its end, in milliseconds; null keeps it forever. */
export type RetentionRules = Readonly<Record<DataClass, number | null>>;

/** Small, so that background work never holds a single-connection store for long. */
const PAGE = 50;
/** Most pages of a class in one run: the next run goes on with what is left. */
const MOST_PAGES = 40;

/**
 * Removes what is past its time, a page at a time, each page with an audit entry of its counts. A run that is cut short
 * leaves nothing half removed; the next one goes on. One node runs it at a time.
 * @param onRemoved Told of every page.
 */
export async function purgePastTime(
  privacy: PrivacyStore,
  clock: Clock,
  rules: RetentionRules,
  onRemoved: (dataClass: DataClass, removed: RemovedCounts) => void = () => undefined,
): Promise<void> {
  for (const dataClass of DATA_CLASSES) {
    const keptMs = rules[dataClass];
    if (keptMs === null) continue;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const at = clock.now();
      const before = new Date(at.getTime() - keptMs);
      const removed = await privacy.purge(dataClass, before, PAGE, (counts) => ({
        at,
        action: 'retention.purged',
        actor: { kind: 'system', id: 'retention' },
        details: { class: dataClass, before: before.toISOString(), ...counts },
      }));
      if (Object.keys(removed).length === 0) break;
      onRemoved(dataClass, removed);
    }
  }
}
