import { type MaskingPolicy, strictestPolicy } from '@throughline/masking';

/** Where a text that is kept once is read. */
export const KEPT_FOR = ['agent', 'transcript'] as const;

/** How texts are masked that are kept: as the strictest of their readers asks for. */
export function keptPolicy(policy: MaskingPolicy): MaskingPolicy {
  return strictestPolicy(policy, KEPT_FOR);
}
