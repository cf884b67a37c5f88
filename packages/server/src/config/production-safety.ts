import { existsSync } from 'node:fs';
import { type TrustedIssuer, weakKeyProblem } from '@throughline/identity';
import { DEMO_CLIENT, DEMO_DEPLOYMENT_ID, DEMO_ISSUER } from './demo.js';
import { keyProblems } from './key-safety.js';
import type {
  GenesysDoorSettings,
  IdentityProviderSettings,
  OriginRule,
  ProviderSettings,
  RelaySettings,
  ServerOptions,
} from './options.js';
import { secretFileProblem } from './private-files.js';
import type { SettingProblem } from './setting-problem.js';
import { defaultProviderKeysFile } from './to-provider-settings.js';
import { hasDefaultPassword, isDefaultPassword, isMadeUp } from './weak-secrets.js';

/** Everything for which production mode refuses to start: all of it at once, each with its remedy. */
export function productionProblems(options: ServerOptions): SettingProblem[] {
  if (options.mode !== 'production') return [];
  return [
    ...addressProblems(options),
    ...options.issuers.flatMap((issuer, index) => issuerProblems(issuer, ['issuers', index])),
    ...(options.identityProvider ? identityProviderProblems(options.identityProvider) : []),
    ...passwordProblems(options),
    ...keyProblems(options),
    ...(options.genesysDoor ? doorProblems(options.genesysDoor) : []),
    ...(options.relay ? relayProblems(options.relay) : []),
    ...agentProblems(options),
    ...(options.files?.scanner === 'test' ? [TEST_SCANNER] : []),
    ...(options.mail?.tls === 'none' && !isThisMachine(options.mail.host) ? [PLAIN_MAIL] : []),
    ...(options.openIdProvider ? providerProblems(options.openIdProvider, options) : []),
  ];
}

const TEST_SCANNER: SettingProblem = {
  path: ['files', 'scanner'],
  message: 'must be a real scanner in production mode: name the host and port of clamd, or its socket',
};

const PLAIN_MAIL: SettingProblem = {
  path: ['mail', 'tls'],
  message: 'must be starttls or implicit in production mode: mails carry what customers write',
};

function isThisMachine(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|::1)$/.test(host);
}

/** 128 bits in hexadecimal. */
const MIN_CLIENT_SECRET = 32;

const PLAIN_HTTP =
  'must be https:// in production mode: put TLS in front of the gateway and name the address that browsers see';

const PLAIN_HTTP_SIBLING =
  'must be https:// in production mode: whoever can change its pages on their way could act as any customer';

function relayProblems({ endpoint }: RelaySettings): SettingProblem[] {
  if (endpoint === 'own-door') {
    return [{ path: ['genesys'], message: 'must name a deployment of Genesys Cloud in production mode' }];
  }
  if (endpoint.socketUrl.startsWith('wss:') && endpoint.apiUrl.startsWith('https:')) return [];
  const message = 'must be https:// in production mode: it carries what customers write';
  return [{ path: ['genesys', 'address'], message }];
}

function addressProblems({ origins, agentOrigins, secureCookies }: ServerOptions): SettingProblem[] {
  const problems = [...originProblems('origins', origins), ...originProblems('agentOrigins', agentOrigins)];
  if (problems.length > 0) return problems;
  if (!secureCookies) {
    problems.push({ path: ['secureCookies'], message: 'must be on in production mode' });
  }
  const deskOrigins: readonly string[] = agentOrigins.kind === 'exact' ? agentOrigins.origins : [];
  if (origins.kind === 'exact' && origins.origins.some((origin) => deskOrigins.includes(origin))) {
    const message =
      "must be another origin than the portal's: on the same one, a script of the portal's pages could act as an agent";
    problems.push({ path: ['agentOrigins'], message });
  }
  return problems;
}

function originProblems(name: string, rule: OriginRule): SettingProblem[] {
  if (rule.kind === 'loopback') {
    return [{ path: [name], message: 'must name exact https:// origins in production mode' }];
  }
  const isPlain = rule.origins.some(isPlainHttp);
  if (isPlain) return [{ path: [name], message: PLAIN_HTTP }];
  return (rule.siblings ?? []).flatMap((origin, index) =>
    isPlainHttp(origin) ? [{ path: ['siblings', index], message: PLAIN_HTTP_SIBLING }] : [],
  );
}

function isPlainHttp(origin: string): boolean {
  return !origin.startsWith('https://');
}

function issuerProblems({ issuer, keys }: TrustedIssuer, path: readonly PropertyKey[]): SettingProblem[] {
  const problems: SettingProblem[] = [];
  if (issuer === DEMO_ISSUER) {
    const message =
      'is the demo portal, where anyone signs in with one click: name your own portal, with its own keys';
    problems.push({ path: [...path, 'issuer'], message });
  }
  if ('jwksUrl' in keys) {
    if (keys.jwksUrl.protocol === 'https:') return problems;
    const message =
      'must be https:// in production mode: whoever can change the answer on its way could sign in as anyone';
    return [...problems, { path: [...path, 'jwksUrl'], message }];
  }
  if ('legacySecret' in keys) {
    if (!isMadeUp(keys.legacySecret)) return problems;
    const message =
      'holds a secret that was not drawn at random: make one with `openssl rand -base64 32` and give it to the portal';
    return [...problems, { path: [...path, 'legacySecretFile'], message }];
  }
  const weak = keys.keys.flatMap((key, index) => {
    const problem = weakKeyProblem(key);
    return problem
      ? [{ path: [...path, 'keysFile'], message: `key ${index + 1} of the set ${problem}` }]
      : [];
  });
  return [...problems, ...weak];
}

function identityProviderProblems({ portal, provider }: IdentityProviderSettings): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const { issuer, clientSecret, allowHttp } = provider;
  if (portal === DEMO_ISSUER) {
    problems.push({ path: ['identityProvider', 'oidc'], message: 'is the demo portal: name your own' });
  }
  if (!issuer.startsWith('https://') || allowHttp) {
    const message = 'must be https:// in production mode: its answers say who is signed in';
    problems.push({ path: ['identityProvider', 'oidc', 'issuer'], message });
  }
  if (clientSecret === undefined || clientSecret.length < 16 || isDefaultPassword(clientSecret)) {
    const message =
      'must be the secret that the provider drew at random for this client, 16 characters or more';
    problems.push({ path: ['identityProvider', 'oidc', 'clientSecretFile'], message });
  }
  return problems;
}

function passwordProblems({ databaseUrl, redisUrl, keyStore }: ServerOptions): SettingProblem[] {
  const addresses = { databaseUrl, redisUrl, keyStore: keyStore?.databaseUrl };
  return Object.entries(addresses).flatMap(([name, address]) => {
    if (!address || !hasDefaultPassword(address)) return [];
    const message =
      'has a password that everyone tries first: give that user a random one, as `openssl rand -hex 24` prints it';
    return [{ path: [name], message }];
  });
}

function doorProblems(settings: GenesysDoorSettings): SettingProblem[] {
  const { clients, deployments, identityProvider, publicUrl } = settings;
  const problems: SettingProblem[] = [];
  if (publicUrl !== undefined && !publicUrl.startsWith('https://')) {
    problems.push({ path: ['genesysDoor', 'publicUrl'], message: PLAIN_HTTP });
  }
  clients.forEach(({ id, secret }, index) => {
    if (id !== DEMO_CLIENT.id && secret !== DEMO_CLIENT.secret && !isDefaultPassword(secret)) return;
    const message = 'is a client that everyone knows: choose another id, and a random secret';
    problems.push({ path: ['genesysDoor', 'clients', index], message });
  });
  deployments.forEach(({ id }, index) => {
    if (id !== DEMO_DEPLOYMENT_ID) return;
    const message = "is the demo's deployment: choose a UUID of your own";
    problems.push({ path: ['genesysDoor', 'deployments', index], message });
  });
  if (identityProvider && !identityProvider.issuer.startsWith('https://')) {
    problems.push({ path: ['genesysDoor', 'identityProvider', 'issuer'], message: 'must be https://' });
  }
  return problems;
}

function providerProblems(
  { issuer, clients, keysFile }: ProviderSettings,
  { databaseUrl, dataDir }: ServerOptions,
): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const add = (path: readonly PropertyKey[], message: string) =>
    problems.push({ path: ['openIdProvider', ...path], message });
  if (!issuer.startsWith('https://')) add([], 'must be below an https:// address');
  clients.forEach(({ secret, redirectUris }, index) => {
    if (secret.length < MIN_CLIENT_SECRET || isDefaultPassword(secret)) {
      const message = `must hold a random secret of at least ${MIN_CLIENT_SECRET} characters: \`openssl rand -hex 32\``;
      add(['clients', index, 'secretFile'], message);
    }
    redirectUris.forEach((address, at) => {
      if (!address.startsWith('https://')) add(['clients', index, 'redirectUris', at], 'must be https://');
    });
  });
  if (keysFile === undefined && databaseUrl) {
    const message =
      'must name the signing keys, the same on every node of a shared database: `throughline keys rotate --file FILE` makes them';
    add(['keysFile'], message);
  }
  if (keysFile !== undefined && !existsSync(keysFile)) {
    add(['keysFile'], `${keysFile} is not there. Make it: \`throughline keys rotate --file FILE\``);
  }
  const readable = secretFileProblem(keysFile ?? defaultProviderKeysFile(dataDir));
  if (readable) add(['keysFile'], readable);
  return problems;
}

function agentProblems({ agents, agentSignIn }: ServerOptions): SettingProblem[] {
  if (!agentSignIn) {
    if (agents.length === 0) return [];
    const message =
      'is missing, so none of the agents could sign in: production mode has no one-click sign-in. Name the identity provider of your company';
    return [{ path: ['agentSignIn'], message }];
  }
  const { issuer, clientSecret } = agentSignIn.provider;
  const problems: SettingProblem[] = [];
  if (!issuer.startsWith('https://')) {
    problems.push({ path: ['agentSignIn', 'issuer'], message: 'must be https:// in production mode' });
  }
  if (!clientSecret || isDefaultPassword(clientSecret)) {
    const message = 'must hold the client secret that the identity provider gave to the desk';
    problems.push({ path: ['agentSignIn', 'clientSecretFile'], message });
  }
  return problems;
}
