import WebSocket from 'ws';
import { z } from 'zod';
import { askJson } from '../http.js';
import type { Subject } from '../subject.js';
import type { Fact } from './fact.js';

const PATIENCE_MS = 5_000;

/** Opens a socket of the deployment and closes it again. No session is made, and nothing is sent. */
function openSocket({ settings }: Subject, origin: string | null): Promise<string> {
  const { hosts, deploymentId } = settings;
  const socket = new WebSocket(`${hosts.socket}?deploymentId=${encodeURIComponent(deploymentId)}`, {
    handshakeTimeout: PATIENCE_MS,
    ...(origin === null ? {} : { headers: { origin } }),
  });
  return new Promise<string>((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => resolve(`status ${statusCode}`));
    socket.on('error', () => resolve('no answer'));
  }).finally(() => socket.terminate());
}

export const guestFacts: readonly Fact[] = [
  {
    id: 'origin-matching',
    question: 'How is the Origin of a socket matched: without it, by http, with a port, from a foreign site?',
    how: 'Opens one socket with each and closes it; no session is made.',
    async measure(subject) {
      const [configured] = subject.settings.origins;
      if (configured === undefined) throw new Error('The configuration names no origin.');
      const { hostname } = new URL(configured);
      return {
        allowed: await openSocket(subject, configured),
        absent: await openSocket(subject, null),
        http: await openSocket(subject, `http://${hostname}`),
        withPort: await openSocket(subject, `https://${hostname}:8443`),
        foreign: await openSocket(subject, 'https://throughline-doctor.invalid'),
      };
    },
  },
  {
    id: 'public-configuration',
    question: 'Is the public configuration where SDKs read it, and which parts has it?',
    how: 'Reads config.json of the deployment; names of its properties are kept.',
    async measure({ settings }) {
      const { cdn } = settings.hosts;
      const file = `${cdn}/webdeployments/v1/deployments/${encodeURIComponent(settings.deploymentId)}/config.json`;
      const { status, body } = await askJson(file, z.record(z.string(), z.unknown()));
      return { status, properties: Object.keys(body ?? {}).sort() };
    },
  },
];
