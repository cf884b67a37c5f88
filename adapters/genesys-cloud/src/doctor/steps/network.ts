import { ask, NoAnswer } from '../http.js';
import { failed, type Outcome, ok, type Step, warning } from '../step.js';
import type { Subject } from '../subject.js';

/** Codes by which TLS libraries refuse a certificate. */
const CERTIFICATE = /CERT|TLS|SSL|SIGNATURE|ALTNAME/;
const NO_SUCH_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN']);

const TOLERATED_MS = 5_000;
/** Beyond it, sign-ins fail: tokens seem to be from the future, or over. */
const LONGEST_MS = 60_000;

export const hosts: Step<Subject> = {
  id: 'hosts',
  why: 'Everything else asks these hosts; a firewall or a proxy must let the gateway reach all of them by TLS.',
  async check({ settings }) {
    const { api, login, cdn, socket } = settings.hosts;
    const all = [api, login, cdn, socket.replace(/^ws/, 'http')].map((url) => new URL(url).origin);
    const asked = await Promise.allSettled([...new Set(all)].map((origin) => ask(origin)));
    const problems = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    const names = [...new Set(all)].map((origin) => new URL(origin).host).join(', ');
    if (problems.length === 0) return ok(`An answer came from ${names}.`);
    return failed(problems.map(sentenceOf).join(' '), fixOf(problems));
  },
};

export const clock: Step<Subject> = {
  id: 'clock',
  why: 'Codes and tokens of sign-ins last for minutes: with a wrong clock they are refused.',
  needs: ['hosts'],
  async check({ settings }): Promise<Outcome> {
    const before = settings.clock.now().getTime();
    const answer = await ask(settings.hosts.login);
    const after = settings.clock.now().getTime();
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return warning('The login host tells no time.', 'Check the clock by NTP.');
    // The header has whole seconds, and is as old as half the way.
    const skewMs = (before + after) / 2 - (theirs + 500);
    const seconds = Math.round(Math.abs(skewMs) / 1000);
    if (Math.abs(skewMs) <= TOLERATED_MS) return ok(`Our clock and Genesys's differ by ${seconds} s.`);
    const found = `Our clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} Genesys's.`;
    const fix = 'Set the clock of this machine by NTP.';
    return Math.abs(skewMs) > LONGEST_MS ? failed(found, fix) : warning(found, fix);
  },
};

function sentenceOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : 'A host does not answer.';
}

function fixOf(problems: readonly unknown[]): string {
  const codes = problems.map((problem) => (problem instanceof NoAnswer ? problem.code : ''));
  if (codes.some((code) => CERTIFICATE.test(code))) {
    return 'The certificate is not trusted: if a proxy opens TLS, add its authority with NODE_EXTRA_CA_CERTS.';
  }
  if (codes.some((code) => NO_SUCH_HOST.has(code))) {
    return 'The name is not found: check genesys.region or genesys.address, and the DNS of this machine.';
  }
  return 'Let the firewall pass TLS (port 443) to these hosts, and check genesys.region or genesys.address.';
}
