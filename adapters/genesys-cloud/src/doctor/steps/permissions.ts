import type { DoctorSettings, Purpose } from '../subject.js';

/** What the doctor's own client reads. */
const DOCTOR = [
  'oauth:client:view',
  'authorization:role:view',
  'webDeployments:deployment:view',
  'webDeployments:configuration:view',
  'architect:flow:view',
  'routing:queue:view',
  'integrations:integration:view',
  'conversation:threadingTimeline:view',
];

/** Permissions that a client's role needs, by what the gateway asks with it (Genesys's API definition, by operation). */
export function neededPermissions(purpose: Purpose, { usesContacts }: DoctorSettings): readonly string[] {
  if (purpose === 'doctor') return DOCTOR;
  if (purpose === 'privacy') {
    return [
      'gdpr:request:add',
      'gdpr:request:view',
      ...(usesContacts ? ['externalContacts:contact:view'] : []),
    ];
  }
  return [
    'routing:queue:view',
    'analytics:queueObservation:view',
    ...(usesContacts
      ? ['externalContacts:contact:view', 'analytics:conversationDetail:view', 'conversation:message:view']
      : []),
  ];
}

/** Not needed by every setting, and harmless beside what is. */
const HARMLESS: Readonly<Record<Purpose, readonly string[]>> = {
  runtime: ['conversation:communication:view', 'conversation:webmessaging:view', 'conversation:message:view'],
  privacy: [],
  doctor: [],
};

export interface Comparison {
  readonly missing: readonly string[];
  readonly broader: readonly string[];
}

/** What a role gives against what is needed. `*` in a part of what is given is any. */
export function comparePermissions(
  purpose: Purpose,
  settings: DoctorSettings,
  given: readonly string[],
): Comparison {
  const needed = neededPermissions(purpose, settings);
  const allowed = [...needed, ...HARMLESS[purpose]];
  return {
    missing: needed.filter((permission) => !given.some((pattern) => covers(pattern, permission))),
    // Another form of the same is the same: Genesys writes domains in either case.
    broader: given.filter(
      (permission) => !allowed.some((one) => one.toLowerCase() === permission.toLowerCase()),
    ),
  };
}

function covers(pattern: string, permission: string): boolean {
  const wanted = permission.toLowerCase().split(':');
  return pattern
    .toLowerCase()
    .split(':')
    .every((part, index) => part === '*' || part === wanted[index]);
}
