import { describe, expect, it } from 'vitest';
import { parseReturnPath } from './return-path.js';

describe('the place to come back to', () => {
  it.each(['/', '/orders/M-20418?tab=items#chat', '/a%20b', '/a//b', '/search?next=https://other.example/'])(
    '[OIDC-10] is a path of the portal: %s',
    (path) => expect(parseReturnPath(path)).toBe(path),
  );

  it.each([
    ['nothing', undefined],
    ['two places', ['/a', '/b']],
    ['an empty text', ''],
    ['another origin', 'https://evil.example/'],
    ['a scheme without slashes', 'https:evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['two slashes', '//evil.example'],
    ['a slash and a backslash', '/\\evil.example'],
    ['a tab between slashes', '/\t/evil.example'],
    ['a line break', '/a\r\nset-cookie: x=y'],
    ['encoded slashes', '/%2f%2fevil.example'],
    ['an encoded slash', '/%2Fevil.example'],
    ['an encoded backslash', '/%5cevil.example'],
    ['dots that leave two slashes', '/a/..//evil.example'],
    ['dots that leave an encoded slash', '/a/../%2fevil.example'],
    ['no leading slash', 'orders'],
    ['spaces in front', ' //evil.example'],
    ['far too long a text', `/${'a'.repeat(2_000)}`],
  ])('[OIDC-10] is never %s', (_case, value) => expect(parseReturnPath(value)).toBeNull());
});
