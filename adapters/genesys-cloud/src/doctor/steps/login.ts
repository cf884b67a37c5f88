import { readOrganization } from '../../platform/operations/administration.js';
import { failed, ok, type Step, skipped, warning } from '../step.js';
import { PURPOSES, type Purpose, type Subject } from '../subject.js';

const SETTING: Readonly<Record<Purpose, string>> = {
  runtime: 'genesys.platform',
  callbacks: 'genesys.platform.callbacks',
  tags: 'genesys.platform.tags',
  privacy: 'genesys.platform.privacy',
  doctor: 'genesys.platform.doctor',
};
const LOST_WITHOUT: Readonly<Record<Purpose, string>> = {
  runtime: 'Nothing is known of queues, waiting times and other conversations.',
  callbacks: "Agents at the gateway's own desk make the calls that customers ask for.",
  tags: 'Conversations there do not carry the ids of ours as external tag.',
  privacy: 'Genesys is not asked for exports and erasures.',
  doctor: 'Roles, flow, sign-in and the threading window cannot be looked at.',
};

/** One client's login, and its first request. */
function loginOf(purpose: Purpose): Step<Subject> {
  return {
    id: `login.${purpose}`,
    why: 'A client of the kind "client credentials" with the right secret, in the right region.',
    needs: ['hosts'],
    async check(subject) {
      if (!subject.settings.clients[purpose]) {
        return skipped(
          `${SETTING[purpose]} is not set. ${LOST_WITHOUT[purpose]}`,
          `Make an OAuth client for it, and set ${SETTING[purpose]}.`,
        );
      }
      await readOrganization(subject.client(purpose));
      return ok(`The OAuth client of ${SETTING[purpose]} logs in.`);
    },
  };
}

export const logins: readonly Step<Subject>[] = PURPOSES.map(loginOf);

export const separateClients: Step<Subject> = {
  id: 'separate-clients',
  why: 'A stolen secret must not open more than its own part: erasures and roles are out of reach of the runtime.',
  async check({ settings }) {
    const ids = PURPOSES.flatMap((purpose) => settings.clients[purpose]?.clientId ?? []);
    if (ids.length === 0) return skipped('No OAuth client is configured.');
    return new Set(ids).size === ids.length
      ? ok(
          ids.length === 1
            ? 'One OAuth client, for one purpose.'
            : `${ids.length} OAuth clients, each for one purpose.`,
        )
      : failed(
          'One OAuth client serves several purposes.',
          'Make one for each of genesys.platform, its callbacks, its tags, its privacy and its doctor.',
        );
  },
};

export const organization: Step<Subject> = {
  id: 'organization',
  why: 'The organization must be active and have the contact center in its licence.',
  needs: ['login.doctor'],
  async check(subject) {
    const { name = 'without a name', state, features } = await readOrganization(subject.client('doctor'));
    if (state !== undefined && state !== 'active') {
      return failed(`The organization "${name}" is ${state}.`, 'Ask Genesys to activate it.');
    }
    const hasContactCenter = features?.contactCenter;
    if (hasContactCenter === undefined) {
      return warning(
        `The organization "${name}" is active; its licence cannot be read.`,
        'Look in Admin > Billing that agents have a licence with digital channels (docs/genesys/setup.md).',
      );
    }
    return hasContactCenter
      ? ok(`The organization "${name}" is active and has the contact center.`)
      : failed(
          `The organization "${name}" has no contact center in its licence.`,
          'Order a licence with digital channels (docs/genesys/setup.md).',
        );
  },
};
