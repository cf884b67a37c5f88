import { CLOSE } from '@throughline/protocol';
import { ERROR_MEANINGS } from '@throughline/protocol/errors';
import { specTable } from '@throughline/test-kit';
import { describe, expect, it } from 'vitest';
import {
  CONNECTION_LIFE,
  type ConnectionEvent,
  type ConnectionLife,
  type ConnectionState,
} from './connection-life.js';

const cells = Object.entries(CONNECTION_LIFE).flatMap(([state, row]) =>
  Object.entries(row).map(([event, cell]) => ({ state, event, ...cell })),
);

describe('the life of a connection', () => {
  it('[WIRE-27] has an answer to every event in every state', () => {
    const [first, ...others] = Object.values(CONNECTION_LIFE).map((row) => Object.keys(row).toSorted());
    expect(first).toHaveLength(11);
    for (const events of others) expect(events).toEqual(first);
  });

  it('[WIRE-27] does not compile without one of its cells or states', () => {
    const { silent: _cell, ...row } = CONNECTION_LIFE.leaving;
    // @ts-expect-error -- the answer of `leaving` to `silent` is missing
    const withoutCell: ConnectionLife = { ...CONNECTION_LIFE, leaving: row };
    const { leaving: _row, ...states } = CONNECTION_LIFE;
    // @ts-expect-error -- the row of `leaving` is missing
    const withoutRow: ConnectionLife = states;
    expect([withoutCell.leaving.silent, withoutRow.leaving]).toEqual([undefined, undefined]);
  });

  it('[WIRE-27] closes or cuts only by leaving the states that serve, and serves only after a welcome', () => {
    for (const { to, act } of cells) {
      if (act === 'close') expect(to).toBe('leaving');
      if (act === 'cut') expect(to).toBe('closed');
    }
    expect(cells.filter(({ state, to }) => to === 'serving' && state !== 'serving')).toMatchObject([
      { state: 'greeting', event: 'welcomed' satisfies ConnectionEvent },
    ]);
  });

  it('[WIRE-27] [WIRE-29] carries out nothing and comes back to nothing once it is on its way out', () => {
    const over = cells.filter(({ state }) => state === 'leaving' || state === 'closed');
    expect(over.every(({ to }) => to === 'leaving' || to === 'closed')).toBe(true);
    expect(new Set(over.map(({ act }) => act))).toEqual(new Set(['nothing', 'cut']));
  });
});

const PROTOCOL_SPEC = new URL('../../../protocol/SPEC.md', import.meta.url);

describe('the tables of the protocol', () => {
  it('[WIRE-27] [WIRE-31] say what happens to a connection', () => {
    const states = Object.keys(CONNECTION_LIFE) as ConnectionState[];
    const inCode = Object.keys(CONNECTION_LIFE.connected).map((event) => [
      event,
      ...states.map((state) => {
        const { to, act } = CONNECTION_LIFE[state][event as ConnectionEvent];
        const parts = [...(act === 'nothing' ? [] : [act]), ...(to === state ? [] : [to])];
        return parts.join(', ') || '–';
      }),
    ]);
    expect(specTable(PROTOCOL_SPEC, '## The life of a connection')).toEqual(inCode);
  });

  it('[WIRE-31] have every close code and every error code', () => {
    const closing = specTable(PROTOCOL_SPEC, '## Close codes').map(([code, name]) => [name, Number(code)]);
    expect(Object.fromEntries(closing)).toEqual(CLOSE);
    const inCode = Object.entries(ERROR_MEANINGS).map(([code, { httpStatus, closeCode, retryable }]) => [
      code,
      `${httpStatus}`,
      `${closeCode ?? '–'}`,
      retryable ? 'yes' : 'no',
    ]);
    expect(specTable(PROTOCOL_SPEC, '## Error codes').map((row) => row.slice(0, 4))).toEqual(inCode);
  });
});
