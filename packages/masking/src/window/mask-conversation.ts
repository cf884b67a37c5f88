import type { Detection } from '../entity.js';
import { type MaskOptions, type MaskResult, maskDetections } from '../mask.js';
import type { MaskingPolicy } from '../policy/policy.js';
import { DEFAULT_POLICY } from '../policy/presets.js';
import type { RecentMessage, WindowMessage } from './message-tail.js';
import { findAcrossMessages, type WindowOptions } from './message-window.js';

/**
 * A whole conversation as a reader may see it, in the order in which it was sent: also what belongs to values that were
 * completed later is hidden. Throws `MaskingError` as `mask` does.
 */
export function maskConversation(
  messages: readonly WindowMessage[],
  policy: MaskingPolicy = DEFAULT_POLICY,
  options: MaskOptions & Pick<WindowOptions, 'maxMessages' | 'maxAgeMs'> = {},
): readonly (MaskResult & { readonly id: string })[] {
  const found = new Map<string, readonly Detection[]>();
  let recent: readonly RecentMessage[] = [];
  for (const message of messages) {
    const { defaultCountry } = policy;
    const result = findAcrossMessages(recent, message, {
      ...options,
      ...(defaultCountry === undefined ? {} : { defaultCountry }),
    });
    recent = result.recent;
    found.set(message.id, result.entities);
    for (const { messageId, start, end, type } of result.redactions) {
      const known = (found.get(messageId) ?? []).filter((each) => each.end <= start || each.start >= end);
      found.set(
        messageId,
        [...known, { start, end, type, score: 1 }].sort((a, b) => a.start - b.start),
      );
    }
  }
  return messages.map(({ id, text }) => ({
    id,
    ...maskDetections(text, found.get(id) ?? [], policy, options),
  }));
}
