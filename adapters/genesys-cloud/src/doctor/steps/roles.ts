import { type Role, readOAuthClient, readRole } from '../../platform/operations/administration.js';
import { failed, type Outcome, ok, type Step, skipped, warning } from '../step.js';
import { PURPOSES, type Purpose, type Subject } from '../subject.js';
import { comparePermissions } from './permissions.js';

/** Domains by which somebody could give themselves everything, or take away or read what is customers'. */
const POWERFUL = new Set(['*', 'authorization', 'oauth', 'gdpr', 'recording', 'directory']);
const SHOWN = 8;

/** The roles of one client: all that is needed, and nothing else. */
function rolesOf(purpose: Purpose): Step<Subject> {
  return {
    id: `roles.${purpose}`,
    why: 'Without a permission a function fails when it is used; with more, a stolen secret does more harm.',
    needs: ['login.doctor'],
    async check(subject) {
      const credentials = subject.settings.clients[purpose];
      if (!credentials) return skipped(`No OAuth client is configured for ${purpose}.`);
      const client = subject.client('doctor');
      const facts = await readOAuthClient(client, credentials.clientId);
      if (!/^client.credentials$/i.test(facts.authorizedGrantType)) {
        return failed(
          `Its grant type is ${facts.authorizedGrantType}.`,
          'Make an OAuth client with the grant type "Client Credentials".',
        );
      }
      const ids = facts.roleDivisions?.map(({ roleId }) => roleId) ?? facts.roleIds ?? [];
      const roles = await Promise.all([...new Set(ids)].map((id) => readRole(client, id)));
      return judge(subject, purpose, roles);
    },
  };
}

export const roles: readonly Step<Subject>[] = PURPOSES.map(rolesOf);

function judge({ settings }: Subject, purpose: Purpose, all: readonly Role[]): Outcome {
  const given = [...new Set(all.flatMap(permissionsOf))];
  const { missing, broader } = comparePermissions(purpose, settings, given);
  const names = all.map(({ name }) => `"${name ?? ''}"`).join(', ') || 'no role';
  if (missing.length > 0) {
    return failed(
      `${names} lacks ${shown(missing)}.`,
      'Add it to the role, and give the client the role in the division of the queues.',
    );
  }
  if (broader.length === 0) return ok(`${names} gives what is needed and nothing else.`);
  const found = `${names} gives more than is needed: ${shown(broader)}.`;
  const fix = 'Give the client a role of its own with the permissions of docs/genesys/setup.md only.';
  const isPowerful = broader.some((permission) =>
    POWERFUL.has(permission.split(':')[0]?.toLowerCase() ?? ''),
  );
  return isPowerful ? failed(found, fix) : warning(found, fix);
}

function permissionsOf({ permissionPolicies = [] }: Role): string[] {
  return permissionPolicies.flatMap(({ domain = '*', entityName = '*', actionSet = ['*'] }) =>
    actionSet.map((action) => `${domain}:${entityName}:${action}`),
  );
}

function shown(permissions: readonly string[]): string {
  const rest = permissions.length - SHOWN;
  return permissions.slice(0, SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
