import type { Masker } from '@throughline/core';
import { type MaskingPolicy, mask } from '@throughline/masking';

/** Masks texts that stand by themselves. */
export function textMasker(policy: MaskingPolicy): Masker {
  return (text) => {
    const { text: masked, entities } = mask(text, policy);
    return { text: masked, maskedTypes: [...new Set(entities.map((entity) => entity.type))] };
  };
}
