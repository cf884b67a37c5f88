import { once } from 'node:events';
import { SUBPROTOCOLS } from '@throughline/protocol';
import WebSocket from 'ws';

/** Who has a browser on loopback: signs in, and opens a socket with the cookie. */
export interface DrillSignIn {
  readonly url: string;
  /** Asked one after the other, with the cookies of those before. */
  readonly signInPaths: readonly string[];
  readonly body: object;
  readonly socketPath: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A greeted connection. @throws Error when the sign-in is refused */
export async function openDrillSocket(
  { url, signInPaths, body, socketPath, headers = {} }: DrillSignIn,
  onEvent: (event: unknown) => void,
): Promise<WebSocket> {
  const common = { origin: url, ...headers };
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies.values()].join('; ');
  for (const path of signInPaths) {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        ...common,
        cookie: cookie(),
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'x-requested-by': 'throughline',
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The sign-in at ${path} answered ${answer.status}.`);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.split('=')[0] ?? '', pair);
    }
  }
  const socket = new WebSocket(`${url.replace('http', 'ws')}${socketPath}`, [...SUBPROTOCOLS], {
    headers: { ...common, cookie: cookie() },
  });
  socket.on('error', () => undefined);
  socket.on('message', (data) => onEvent(JSON.parse(data.toString())));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', v: 1 }));
  return socket;
}
