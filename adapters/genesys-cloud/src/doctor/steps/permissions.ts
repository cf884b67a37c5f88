import { GENESYS_ROLES } from '../../platform/permissions.js';
import type { DoctorSettings, Purpose } from '../subject.js';

/** Of what a client's role may give, what these settings cannot do without. */
export function neededPermissions(
  purpose: Purpose,
  { usesContacts }: Pick<DoctorSettings, 'usesContacts'>,
): readonly string[] {
  if (purpose !== 'runtime') return GENESYS_ROLES[purpose].permissions;
  return [
    'routing:queue:view',
    'analytics:queueObservation:view',
    ...(usesContacts ? ['externalContacts:contact:view', 'analytics:conversationDetail:view'] : []),
  ];
}

export interface Comparison {
  readonly missing: readonly string[];
  readonly broader: readonly string[];
}

/** What a role gives against what is needed and what it may give. `*` in a part of what is given is any. */
export function comparePermissions(
  purpose: Purpose,
  settings: DoctorSettings,
  given: readonly string[],
): Comparison {
  const allowed = GENESYS_ROLES[purpose].permissions.map((permission) => permission.toLowerCase());
  return {
    missing: neededPermissions(purpose, settings).filter(
      (permission) => !given.some((pattern) => covers(pattern, permission)),
    ),
    // Genesys writes domains in either case.
    broader: given.filter((permission) => !allowed.includes(permission.toLowerCase())),
  };
}

function covers(pattern: string, permission: string): boolean {
  const wanted = permission.toLowerCase().split(':');
  return pattern
    .toLowerCase()
    .split(':')
    .every((part, index) => part === '*' || part === wanted[index]);
}
