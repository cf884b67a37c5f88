import { describe, expect, it } from 'vitest';
import { chooseSubprotocol, SUBPROTOCOL } from './version.js';

describe('versions', () => {
  it('[WIRE-24] meet at the best one that both sides speak', () => {
    const [newer, older] = ['throughline.v2', 'throughline.v1'];
    expect(chooseSubprotocol(new Set([older, newer]), [newer, older])).toBe(newer);
    expect(chooseSubprotocol(new Set([newer, older]), [older])).toBe(older);
    expect(chooseSubprotocol(new Set([older]), [newer, older])).toBe(older);
  });

  it('[WIRE-24] are refused when there is none, and this gateway speaks its own', () => {
    expect(chooseSubprotocol(new Set(['throughline.v9']))).toBeNull();
    expect(chooseSubprotocol(new Set([SUBPROTOCOL, 'throughline.v1']))).toBe(SUBPROTOCOL);
    expect(chooseSubprotocol(new Set(['throughline.v1']))).toBe('throughline.v1');
  });
});
