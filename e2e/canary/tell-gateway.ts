import type { NewContent, Offer } from '@throughline/protocol';
import { v7 as uuidv7 } from 'uuid';
import type { SignedIn } from '../support/cluster.js';
import { Frames } from '../support/frames.js';
import type { Canary } from './canaries.js';
import type { CanaryLab } from './lab.js';

/** An agent who takes what comes. */
export async function openDesk(lab: CanaryLab, agentId: string, isAvailable: boolean): Promise<Frames> {
  const agent = await lab.cluster.agent(agentId);
  const frames = await Frames.greet(agent.socketAt(lab.cluster.node(0)));
  lab.watch(`frames to the desk of ${agentId}`, frames);
  if (isAvailable) {
    frames.send({ type: 'presence', ref: 'p', available: true });
    await frames.next('done', ({ ref }) => ref === 'p');
  }
  return frames;
}

/**
 * Says one value wherever a customer, a page, a portal or an agent can say something.
 * @returns the id of a conversation about it
 */
export async function tellGateway(
  lab: CanaryLab,
  desk: Frames,
  canary: Canary,
  index: number,
): Promise<string> {
  const { says } = canary;
  const name = `customer-${index}`;
  const text = says.slice(0, 200);
  const customer = await lab.cluster.customer(name, lab.cluster.node(0), {
    name: text,
    tier: text,
    locale: text,
    email: text,
    phone: text,
    note: text,
  });
  const tab = lab.watch(`frames to ${name}`, await Frames.greet(customer.socketAt(lab.cluster.node(0))));
  const id = await open(tab, says);
  await enrich(lab, name, id, { fields: { note: says } });
  await accept(desk, id);
  await send(tab, id, says);
  await send(desk, id, says);
  await askAndAnswer(tab, desk, id, says);
  await sendFile(lab, tab, customer, id, says);
  tab.send({ type: 'end', ref: 'e', conversationId: id });
  await tab.next('done', ({ ref }) => ref === 'e');
  await takeWay(tab, desk, says, index);
  await saySomethingElse(lab, tab, customer, name, id, says);
  tab.close();
  return id;
}

async function open(tab: Frames, says: string): Promise<string> {
  const ref = uuidv7();
  const page = { url: `/help?q=${encodeURIComponent(says)}&again=${says}`, title: says };
  tab.send({ type: 'open', ref, context: { intent: says.slice(0, 100), page } });
  return (await tab.next('opened', (event) => event.ref === ref)).conversation.id;
}

async function accept(desk: Frames, conversationId: string): Promise<void> {
  const isIt = (one: { conversationId: string }) => one.conversationId === conversationId;
  const { offers } = await desk.next('desk', (state) => state.offers.some(isIt));
  desk.send({ type: 'accept', ref: conversationId, interactionId: offers.find(isIt)?.interactionId ?? '' });
  await desk.next('done', ({ ref }) => ref === conversationId);
}

/** @returns the message's place in the conversation; 0 when it is refused, as an answer to what was redacted is */
async function send(
  frames: Frames,
  conversationId: string,
  text: string,
  content?: NewContent,
): Promise<number> {
  const id = uuidv7();
  frames.send({ type: 'send', id, conversationId, text, ...(content ? { content } : {}) });
  return Promise.race([
    frames.next('ack', (ack) => ack.id === id).then(({ seq }) => seq),
    frames
      .next('error', ({ ref }) => ref === id)
      .then(({ message }) => {
        if (content) return 0;
        throw new Error(message);
      }),
  ]);
}

/** The value in every text of cards, choices and forms, and in what is answered. */
async function askAndAnswer(tab: Frames, desk: Frames, id: string, says: string): Promise<void> {
  const option = { id: 'a', label: says, detail: says };
  const actions = [{ kind: 'reply', id: says, label: says }] as const;
  await send(desk, id, says, { kind: 'cards', cards: [{ title: says, detail: says, actions }] });
  const picker = await send(desk, id, says, {
    kind: 'list-picker',
    sections: [{ title: says, multiple: true, options: [option] }],
  });
  await send(tab, id, '', { kind: 'answer', toSeq: picker, given: { kind: 'picked', ids: ['a'] } });
  const form = await send(desk, id, says, {
    kind: 'form',
    pages: [{ title: says, fields: [{ id: 'f', label: 'Note', required: true, kind: 'lines' }] }],
  });
  const fields = [{ id: 'f', value: says }];
  await send(tab, id, '', { kind: 'answer', toSeq: form, given: { kind: 'form', fields } });
  // Nobody may look at what was hidden here; asking leaves nothing of the reason that is given.
  const ref = uuidv7();
  desk.send({ type: 'reveal', ref, conversationId: id, seq: 2, index: 0, reason: says });
  await desk.next('error', (event) => event.ref === ref);
}

/** A file whose name holds the value; what is in files is not looked at. */
async function sendFile(
  lab: CanaryLab,
  tab: Frames,
  { browser }: SignedIn,
  id: string,
  says: string,
): Promise<void> {
  const answer = await browser.request('POST', '/support/v1/files', 'Nothing in here.', {
    origin: 'http://portal.example',
    'content-type': 'text/plain',
    'x-file-name': encodeURIComponent(`${says}.txt`),
  });
  const file = (await answer.clone().json()) as { id: string };
  await lab.keepOfProgram(answer);
  await send(tab, id, '', { kind: 'attachments', ids: [file.id] });
}

/** A message that is left, or a callback with a note, which the agent takes; a customer has one callback at a time. */
async function takeWay(tab: Frames, desk: Frames, says: string, index: number): Promise<void> {
  const conversationId = await open(tab, says);
  const isMessage = index % 2 === 0;
  const callback = { phone: '+49 30 901820', timeZone: 'Europe/Berlin', note: says };
  const way = isMessage ? { choice: 'message', message: says } : { choice: 'callback', callback };
  tab.send({ type: 'choose', ref: 'way', conversationId, ...way });
  await tab.next('done', ({ ref }) => ref === 'way');
  const isWork = ({ customer }: Offer) =>
    customer.callback !== undefined && customer.customerId === `customer-${index}`;
  const { offers } = await desk.next('desk', (state) => state.offers.some(isWork));
  const work = offers.find(isWork)?.conversationId ?? '';
  await accept(desk, work);
  await send(desk, work, says);
  const over = isMessage ? { type: 'end' } : { type: 'call-ended', outcome: 'reached' };
  desk.send({ ...over, ref: `over-${work}`, conversationId: work });
  await desk.next('done', ({ ref }) => ref === `over-${work}`);
}

/** What is refused, and answered with an error. */
async function saySomethingElse(
  lab: CanaryLab,
  tab: Frames,
  { browser }: SignedIn,
  name: string,
  id: string,
  says: string,
): Promise<void> {
  const frames = [
    says,
    { type: says },
    { type: 'send', [says]: says },
    { type: 'send', id: uuidv7(), conversationId: says, text: says },
    { type: 'send', id: uuidv7(), conversationId: uuidv7(), text: says },
    { type: 'choose', ref: 'no', conversationId: id, choice: says.slice(0, 100) },
    { type: 'withhold', ref: 'no', conversationId: id, kind: 'page', name: says },
    {
      type: 'choose',
      ref: 'no',
      conversationId: id,
      choice: null,
      callback: { phone: says, timeZone: says },
    },
  ];
  for (const frame of frames) {
    const before = tab.received.length;
    tab.send(frame);
    await tab.next('error', (event) => tab.received.indexOf(event) >= before);
  }
  await enrich(lab, name, id, { fields: { [says]: says } });
  await enrich(lab, name, 'current', { [says]: says });
  await enrich(lab, name, encodeURIComponent(says), { fields: { note: says } });
  const base = lab.urls.customer;
  const json = { 'content-type': 'application/json', 'user-agent': says.replace(/[^ -~]/g, '') };
  await lab.keep(
    await browser.request(
      'POST',
      '/support/v1/session',
      { assertion: says },
      { ...json, origin: 'http://portal.example' },
    ),
  );
  await lab.keep(
    await browser.request('POST', '/support/v1/session', `{"assertion": ${says}`, {
      ...json,
      origin: 'http://portal.example',
    }),
  );
  await lab.ask(`${base}/support/${encodeURIComponent(says)}?${new URLSearchParams({ q: says })}`, {
    headers: json,
  });
  const blocked = `https://ads.example/${encodeURIComponent(says)}?q=${says}`;
  const report = { 'document-uri': says, 'blocked-uri': blocked, 'script-sample': says };
  await lab.ask(`${base}/support/v1/csp-reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/csp-report' },
    body: JSON.stringify({ 'csp-report': { ...report, 'effective-directive': says, disposition: says } }),
  });
  for (const [path, body] of [
    ['browser-reports', { v: 1, release: says, samples: [{ kind: 'error', name: says }] }],
    ['surveys', { conversationId: says, score: 3, comment: says }],
  ] as const) {
    await lab.ask(`${base}/support/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-by': 'canary', origin: base },
      body: JSON.stringify(body),
    });
  }
  await lab.ask(`${base}/support/s2s/v1/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: says, client_id: says, client_secret: says, scope: says }),
  });
  await lab.ask(`${base}/support/s2s/v1/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: says,
      client_secret: says,
      scope: says,
    }),
  });
  await lab.ask(`${lab.urls.agent}/api/v1/demo-sign-in`, {
    method: 'POST',
    headers: { ...json, origin: 'http://desk.example', 'x-requested-by': 'throughline' },
    body: JSON.stringify({ agentId: says.slice(0, 64) }),
  });
}

/** Messages that cannot be committed, because the database refuses them, and quotes what it refuses. */
export async function tellBrokenGateway(lab: CanaryLab, canaries: readonly Canary[]): Promise<void> {
  const customer = await lab.cluster.customer('unlucky');
  const tab = lab.watch('frames to unlucky', await Frames.greet(customer.socketAt(lab.cluster.node(0))));
  const conversationId = await open(tab, 'help');
  await lab.breakDatabase();
  for (const { says: text } of canaries) {
    const id = uuidv7();
    tab.send({ type: 'send', id, conversationId, text });
    await tab.next('error', ({ ref }) => ref === id);
  }
  await lab.mendDatabase();
  tab.close();
}

/** An agent who reads the audit trail, which only auditors may, and looks there for values. */
export async function askForAudit(lab: CanaryLab, canaries: readonly Canary[]): Promise<void> {
  const { browser } = await lab.cluster.agent('a1');
  for (const { says } of canaries) {
    const path = `/api/v1/audit?${new URLSearchParams({ actorId: says })}`;
    await lab.keep(await browser.request('GET', path));
    const origin = { origin: 'http://desk.example' };
    const search = { customer: says, actorId: says, action: says };
    await lab.keep(await browser.request('POST', '/api/v1/audit/search', search, origin));
    await lab.keep(await browser.request('POST', '/api/v1/masking/try', { text: says }, origin));
  }
}

async function enrich(lab: CanaryLab, customer: string, path: string, body: object): Promise<number> {
  const token = await lab.cluster.sign({ sub: customer }, { typ: 'throughline-request+jwt' });
  return lab.ask(`${lab.urls.customer}/support/s2s/v1/conversations/${path}/context`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
