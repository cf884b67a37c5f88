import { describe, expect, it } from 'vitest';
import { DoorCookie } from './cookies.js';

describe('a door cookie', () => {
  it('[T5] has the __Host- prefix and Secure on TLS', () => {
    const cookie = new DoorCookie('throughline_session', true);
    expect(cookie.name).toBe('__Host-throughline_session');
    expect(cookie.options()).toEqual({ httpOnly: true, sameSite: 'strict', path: '/', secure: true });
  });

  it('[T5] is Lax where that is configured', () => {
    expect(new DoorCookie('s', true, 'lax').options()).toMatchObject({ sameSite: 'lax' });
  });

  it('[T5] is not read under the name without the prefix', () => {
    expect(new DoorCookie('s', true).read('s=planted')).toBeUndefined();
  });

  it('[T5] counts as absent when it is there twice', () => {
    const cookie = new DoorCookie('s', false);
    expect(cookie.read('a=1; s=one; b=2')).toBe('one');
    expect(cookie.read('s=one; s=two')).toBeUndefined();
    expect(cookie.read('s=one;s=one')).toBeUndefined();
  });
});
