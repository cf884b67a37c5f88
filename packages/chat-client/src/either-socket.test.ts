import { expect, it } from 'vitest';
import { ManualTime } from '../test-support/manual-time.js';
import { EitherSocket, type Way } from './either-socket.js';
import type { SocketLike } from './socket-like.js';

class Wire implements SocketLike {
  onopen: SocketLike['onopen'] = null;
  onmessage: SocketLike['onmessage'] = null;
  onclose: SocketLike['onclose'] = null;
  onerror: SocketLike['onerror'] = null;
  readonly sent: string[] = [];
  isClosed = false;
  isBusy = false;
  send(data: string): void {
    this.sent.push(data);
  }
  close(): void {
    this.isClosed = true;
  }
  open(): void {
    this.onopen?.({} as never);
  }
  say(data: string): void {
    this.onmessage?.({ data } as never);
  }
  cut(code = 1006): void {
    this.onclose?.({ code } as never);
  }
}

async function aSocket(headStartMs = 1_200) {
  const time = new ManualTime();
  const wires: Record<Way, Wire[]> = { socket: [], http: [] };
  const ways: Way[] = [];
  const received: string[] = [];
  const closed: number[] = [];
  const opener = (way: Way) => () => {
    const wire = new Wire();
    wires[way].push(wire);
    return wire;
  };
  const either = new EitherSocket({
    openSocket: opener('socket'),
    openHttp: opener('http'),
    headStartMs,
    onAnswer: (way) => ways.push(way),
    setTimer: time.setTimer,
  });
  either.onopen = () => either.send('hello');
  either.onmessage = ({ data }: { data: string }) => received.push(data);
  either.onclose = ({ code }: { code: number }) => closed.push(code);
  await time.pass(0);
  const wire = (way: Way) => wires[way].at(-1) as Wire;
  return { time, either, wires, wire, ways, received, closed };
}

it('[CLIENT-14] is a WebSocket where that is answered in time', async () => {
  const { time, either, wires, wire, ways, received } = await aSocket();
  wire('socket').open();
  await time.pass(1_000);
  wire('socket').say('welcome');
  await time.pass(300_000);
  either.send('one');
  expect(wire('socket').sent).toEqual(['hello', 'one']);
  expect([ways, received, wires.http]).toEqual([['socket'], ['welcome'], []]);
});

it('[CLIENT-14] goes over HTTP at once when the WebSocket is cut, and beside it when it takes long', async () => {
  const cut = await aSocket();
  cut.wire('socket').cut();
  expect(cut.wires.http).toHaveLength(1);
  const slow = await aSocket();
  await slow.time.pass(1_200);
  slow.wire('http').open();
  slow.wire('http').say('welcome');
  slow.wire('socket').say('late');
  slow.either.send('one');
  expect(slow.wire('socket').isClosed).toBe(true);
  expect(slow.wire('http').sent).toEqual(['hello', 'one']);
  expect([slow.ways, slow.received]).toEqual([['http'], ['welcome']]);
  const doubted = await aSocket(0);
  expect([doubted.wires.http.length, doubted.wires.socket.length]).toEqual([1, 1]);
});

it('[CLIENT-14] counts as cut when neither way is left, and at once when the gateway closes it', async () => {
  const none = await aSocket();
  none.wire('socket').cut();
  expect(none.closed).toEqual([]);
  none.wire('http').cut();
  expect(none.closed).toEqual([1006]);
  const dismissed = await aSocket();
  dismissed.wire('socket').cut(4426);
  expect([dismissed.closed, dismissed.wires.http]).toEqual([[4426], []]);
});

it('[CLIENT-14] moves over once a WebSocket is answered again, and bothers nobody until then', async () => {
  const { time, wires, wire, ways, closed } = await aSocket(0);
  wire('http').say('welcome');
  await time.pass(60_000);
  wire('socket').cut();
  await time.pass(60_000);
  wire('socket').open();
  expect([closed, wires.socket.length]).toEqual([[], 3]);
  wire('socket').say('welcome');
  expect([closed, ways]).toEqual([[1006], ['http', 'socket']]);
  expect([wire('http').isClosed, wire('socket').isClosed]).toEqual([true, true]);
  await time.pass(300_000);
  expect(wires.socket).toHaveLength(3);
});

it('[CLIENT-14] stays with HTTP while commands are under way there, and moves over at the next try', async () => {
  const { time, wire, closed, ways } = await aSocket(0);
  wire('http').say('welcome');
  wire('http').isBusy = true;
  await time.pass(60_000);
  wire('socket').say('welcome');
  expect([closed, ways, wire('http').isClosed, wire('socket').isClosed]).toEqual([[], ['http'], false, true]);
  wire('http').isBusy = false;
  await time.pass(60_000);
  wire('socket').say('welcome');
  expect([closed, ways]).toEqual([[1006], ['http', 'socket']]);
});
