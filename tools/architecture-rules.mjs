/** Who may import whom: the rules of ARCHITECTURE.md in dependency-cruiser's form. */

const OURS = '^(packages|adapters|apps|integrations)/';
/** Tests, and the folder beside `src` with what only they use. */
export const TESTS = '\\.test\\.ts$|/test-support/';

/** What each workspace may import of ours. A workspace that is missing here fails the check. */
export const ALLOWED = {
  'packages/protocol': [],
  'packages/guest-api': [],
  'packages/flow': [],
  'packages/content-policy': ['packages/guest-api'],
  'packages/masking': [],
  'packages/core': ['packages/flow', 'packages/masking'],
  'packages/identity': ['packages/core'],
  'packages/contact-center': ['packages/core'],
  'packages/messenger-stand-in': [],
  'packages/genesys-door': [
    'packages/core',
    'packages/contact-center',
    'packages/guest-api',
    'packages/messenger-stand-in',
  ],
  'packages/server': [
    'packages/content-policy',
    'packages/protocol',
    'packages/flow',
    'packages/masking',
    'packages/core',
    'packages/identity',
    'packages/contact-center',
    'packages/genesys-door',
    'packages/guest-api',
    'adapters/bus-redis',
    'adapters/genesys-cloud',
    'adapters/genesys-messenger',
    'adapters/keys-aws-kms',
    'adapters/keys-pkcs11',
    'adapters/mail-smtp',
    'adapters/store-postgres',
  ],
  'packages/cli': [
    'packages/content-policy',
    'packages/guest-api',
    'packages/flow',
    'packages/masking',
    'packages/server',
    'adapters/genesys-cloud',
  ],
  'packages/chat-client': ['packages/protocol'],
  'packages/chat-widget': ['packages/chat-client', 'packages/protocol'],
  'packages/test-kit': ['packages/core'],
  'adapters/genesys-messenger': ['packages/chat-client', 'packages/chat-widget', 'packages/protocol'],
  'adapters/bus-redis': ['packages/core'],
  'adapters/store-postgres': ['packages/core'],
  'adapters/keys-aws-kms': ['packages/core'],
  'adapters/keys-pkcs11': ['packages/core'],
  'adapters/mail-smtp': ['packages/core'],
  'adapters/genesys-cloud': ['packages/core', 'packages/flow', 'packages/guest-api'],
  'apps/desk': ['packages/protocol', 'packages/chat-client', 'packages/flow'],
  'apps/demo-portal': ['packages/server', 'packages/identity'],
  'integrations/express': ['packages/server'],
  'integrations/fastify': ['packages/server'],
  'integrations/react': ['packages/chat-widget'],
};

/** What tests may import on top: real parts, the test kit, and the client that the server is made for. */
const ALLOWED_IN_TESTS = ['packages/test-kit', 'packages/chat-client', 'adapters/[^/]+'];
/**
 * Real parts that only tests of one workspace meet.
 * @type {Record<string, string[]>}
 */
const ALLOWED_IN_TESTS_OF = {
  'adapters/genesys-cloud': ['packages/contact-center', 'packages/genesys-door'],
};
/** Tests of the whole product use what its users have: the wire and the headless client. */
const ALLOWED_END_TO_END = [
  'packages/protocol',
  'packages/guest-api',
  'packages/chat-client',
  // Files to send.
  'packages/server/test-support',
];

/** Must run in a browser or without any input and output. */
const PURE = 'packages/(protocol|guest-api|flow|content-policy|masking|core|chat-client)';
/** Downloaded by every customer, so free of heavy validators and tables of texts. */
const BYTE_BUDGET = 'packages/(chat-client|chat-widget)';

/** @returns {import('dependency-cruiser').IForbiddenRuleType[]} */
export function forbiddenImports() {
  return [
    ...Object.entries(ALLOWED).flatMap(([folder, allowed]) => [
      direction(folder, { pathNot: TESTS }, allowed, 'ARCHITECTURE.md does not allow this direction'),
      direction(
        folder,
        { path: TESTS },
        [...allowed, ...ALLOWED_IN_TESTS, ...(ALLOWED_IN_TESTS_OF[folder] ?? [])],
        'not allowed, not even in a test',
      ),
    ]),
    direction('e2e', {}, ALLOWED_END_TO_END, 'tests of the whole product use its public surfaces only'),
    {
      name: 'no-cycles',
      comment: 'a cycle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'exports-only',
      comment: "a relative path past the other package's exports",
      severity: 'error',
      from: { path: '^([^/]+/[^/]+)/' },
      to: { path: OURS, pathNot: '^$1/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'resolvable',
      comment: 'does not exist, is not installed, or is not among the exports of its package',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'pure',
      comment: 'this package runs without Node.js',
      severity: 'error',
      from: { path: `^${PURE}/`, pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'byte-budget',
      comment: "the widget's download carries neither validators nor the texts of errors",
      severity: 'error',
      from: { path: `^${BYTE_BUDGET}/`, pathNot: TESTS },
      to: { path: ['^node_modules/zod/', '^packages/protocol/(src|dist)/(schemas|errors)\\.'] },
    },
    {
      name: 'features-apart',
      comment: 'features meet only where the application puts them together',
      severity: 'error',
      from: { path: '^apps/desk/src/features/([^/]+)/' },
      to: { path: '^apps/desk/src/features/', pathNot: '^apps/desk/src/features/$1/' },
    },
  ];
}

/**
 * @param {string} folder
 * @param {{path?: string, pathNot?: string}} which
 * @param {string[]} allowed
 * @param {string} comment
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
function direction(folder, which, allowed, comment) {
  const { path, pathNot } = which;
  return {
    name: `imports-of-${folder.replace('/', '-')}${path ? '-tests' : ''}`,
    comment,
    severity: 'error',
    from: { path: path ? `^${folder}/.*(${path})` : `^${folder}/`, ...(pathNot && { pathNot }) },
    to: { path: OURS, pathNot: [folder, ...allowed].map((name) => `^${name}/`) },
  };
}
