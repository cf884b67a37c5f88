import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-cli-keys-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function keys(...words: string[]) {
  const text = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof text) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text[name] += chunk.toString();
        done();
      },
    });
  const env = { THROUGHLINE_DATA_DIR: folder, THROUGHLINE_CONFIG: join(folder, 'none.yaml') };
  const terminal = { stdin: Readable.from([]), stdout: sink('stdout'), stderr: sink('stderr'), env };
  return { code: await runCli(['keys', ...words], terminal), ...text };
}

const statesIn = (json: string) =>
  (JSON.parse(json) as { keys: { state: string }[] }).keys.map(({ state }) => state);

describe('throughline keys', () => {
  it('[PROV-11] makes, rotates, lists and retires keys, and shows nothing secret', async () => {
    expect(await keys('list')).toMatchObject({ code: 1, stderr: expect.stringContaining('is not there') });
    expect(statesIn((await keys('rotate', '--json')).stdout)).toEqual(['signing']);
    expect(statesIn((await keys('rotate', '--json')).stdout)).toEqual(['signing', 'next']);
    expect(await keys('rotate')).toMatchObject({ code: 1, stderr: expect.stringContaining('Rotate again') });
    const { stdout } = await keys('list');
    const file = readFileSync(join(folder, 'keys', 'provider-keys.json'), 'utf8');
    const { keys: stored } = JSON.parse(file) as { keys: { privateJwk: { d: string } }[] };
    for (const { privateJwk } of stored) expect(stdout).not.toContain(privateJwk.d);
    const [signing = '', next = ''] = stdout.split('\n').map((line) => line.split(' ')[0]);
    expect(await keys('retire', signing)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Rotate first/),
    });
    expect(statesIn((await keys('retire', next, '--json')).stdout)).toEqual(['signing']);
    expect(statesIn((await keys('rotate', '--signs-in', '0', '--json')).stdout)).toEqual(['signing', 'old']);
    expect(statesIn((await keys('retire', signing, '--force', '--json')).stdout)).toEqual(['signing']);
  });

  it('[PROV-11] takes the name of a key that begins with a hyphen for a name', async () => {
    const key = `-${'A'.repeat(42)}`;
    await keys('rotate');
    const { code, stderr } = await keys('retire', key, '--force');
    expect(code).toBe(1);
    expect(stderr).toContain(key);
  });

  it.each([[[]], [['turn']], [['retire']], [['rotate', '--signs-in', 'soon']]])(
    'answers %j with 2 and the help',
    async (words) => {
      const { code, stderr } = await keys(...words);
      expect(code).toBe(2);
      expect(stderr).toContain('Usage: throughline keys');
    },
  );
});
