import type { CustomerExport } from './customer-export.js';

/**
 * An export as a page for people: one file without scripts, styles of others or links that load anything. Whatever the
 * export holds is shown as text.
 */
export function renderExport(data: CustomerExport): string {
  const { customer, exportedAt, about, sessions, conversations, callbacks, contactCenter } = data;
  const retention = Object.entries(about.retentionDays).map(
    ([name, days]) => `${name}: ${days === null ? 'without limit' : `${days} days`}`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Data of customer ${escapeHtml(customer.externalId)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Data of customer ${escapeHtml(customer.externalId)}</h1>
${facts([
  ['Portal', customer.issuer],
  ['As of', toText(exportedAt)],
  ['Comes from', about.source],
  ['Seen by', about.recipients.join(', ')],
  ['Kept for', retention.join('; ')],
])}
${section('Signed in', sessions.map(session))}
${section('Conversations', conversations.map(conversation))}
${section('Calls and messages left', callbacks.map(callback))}
<section><h2>Contact center</h2>${
    contactCenter.state === 'pending'
      ? '<p>The contact center has not answered yet. Export again later.</p>'
      : `<pre>${escapeHtml(JSON.stringify(contactCenter.data, null, 2) ?? 'nothing')}</pre>`
  }</section>
</main>
</body>
</html>
`;
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:48rem;padding:0 1rem;color:#1b1b1f}' +
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#55555e}dd{margin:0;overflow-wrap:anywhere}' +
  'article{border:1px solid #c9c9d1;border-radius:.5rem;padding:0 1rem 1rem;margin:1rem 0}' +
  'pre,p.said{white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0 1rem}time{color:#55555e}';

function session({ signedInAt, lastUsedAt, userAgent, claims }: CustomerExport['sessions'][number]): string {
  const { displayName, email, phone, tier, locale } = claims;
  return article(`Signed in ${toText(signedInAt)}`, [
    facts([
      ['Last used', toText(lastUsedAt)],
      ['Browser', userAgent],
      ['Name', displayName],
      ['E-mail', email],
      ['Phone', phone],
      ['Tier', tier],
      ['Language', locale],
    ]),
  ]);
}

function conversation(one: CustomerExport['conversations'][number]): string {
  const { openedAt, endedAt, state, entries, context, decision, survey } = one;
  return article(`Conversation of ${toText(openedAt)}`, [
    facts([
      ['State', state],
      ['Ended', endedAt && toText(endedAt)],
      ['How it was, from 1 (bad) to 5', survey && String(survey.score)],
      ['What was said about it', survey?.comment ?? null],
    ]),
    ...entries.map(entry),
    details('What the portal and the page said', context),
    details('Where it was sent, and why', decision),
  ]);
}

function entry({
  at,
  kind,
  from,
  text,
  ...rest
}: CustomerExport['conversations'][number]['entries'][number]): string {
  const head = `<time>${escapeHtml(toText(at))}</time> ${escapeHtml(from.displayName || from.role)}`;
  const { reason, content } = rest;
  const said = text === undefined ? '' : `<p class="said">${escapeHtml(text)}</p>`;
  const what = kind === 'message' ? '' : `: ${escapeHtml(reason ? `${kind} (${reason})` : kind)}`;
  return `<div>${head}${what}${said}${content ? details('As it was shown', content) : ''}</div>`;
}

function callback(one: CustomerExport['callbacks'][number]): string {
  const { kind, createdAt, dueAt, state, request, notes } = one;
  return article(`${kind === 'call' ? 'Call' : 'Message'} of ${toText(createdAt)}`, [
    facts([
      ['State', state],
      ['Promised for', toText(dueAt)],
      ['Name', request.displayName],
      ['Phone', request.phone],
      ['About', request.note],
    ]),
    ...notes.map(
      ({ at, from, text }) =>
        `<div><time>${escapeHtml(toText(at))}</time> ${escapeHtml(from)}<p class="said">${escapeHtml(text)}</p></div>`,
    ),
  ]);
}

function section(title: string, parts: readonly string[]): string {
  return `<section><h2>${title}</h2>${parts.length > 0 ? parts.join('') : '<p>Nothing.</p>'}</section>`;
}

function article(title: string, parts: readonly string[]): string {
  return `<article><h3>${escapeHtml(title)}</h3>${parts.join('')}</article>`;
}

function facts(pairs: readonly (readonly [string, string | null])[]): string {
  const known = pairs.filter(([, value]) => value !== null && value !== '');
  return `<dl>${known.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value ?? '')}</dd>`).join('')}</dl>`;
}

function details(title: string, value: unknown): string {
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return '';
  return `<details><summary>${title}</summary><pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre></details>`;
}

/** Exports that came through a control socket have times as text. */
function toText(time: Date | string): string {
  return new Date(time).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
