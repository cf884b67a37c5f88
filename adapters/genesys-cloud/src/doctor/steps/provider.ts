import { z } from 'zod';
import {
  readConfigurationVersion,
  readDeployment,
  readIntegration,
  readIntegrationSettings,
} from '../../platform/operations/administration.js';
import { askJson } from '../http.js';
import { failed, ok, type Step, skipped, warning } from '../step.js';
import type { Subject } from '../subject.js';

/** OpenID Connect Discovery 1.0, section 3: what Genesys needs of it. */
const discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
});
const keySet = z.object({ keys: z.array(z.object({ kty: z.string(), kid: z.string().optional() })) });

const ANONYMOUS = skipped('Guests are anonymous: genesys.signIn is not set.');

function discoveryUri(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

export const provider: Step<Subject> = {
  id: 'provider',
  why: "Genesys finds the gateway's OpenID provider by discovery, and exchanges the customers' codes there.",
  async check({ settings }) {
    if (!settings.provider) return ANONYMOUS;
    const { issuer } = settings.provider;
    const address = discoveryUri(issuer);
    const { status, body } = await askJson(address, discovery);
    if (!body) {
      return failed(
        `${address} does not answer with a discovery document (status ${status}).`,
        'Enable openIdProvider, and let the address through to the gateway from the Internet.',
      );
    }
    if (body.issuer !== issuer) {
      return failed(
        `The document names ${body.issuer} as issuer, and the configuration says ${issuer}.`,
        'Set publicUrl and basePath to the address under which everybody reaches the gateway.',
      );
    }
    const elsewhere = [body.authorization_endpoint, body.token_endpoint, body.jwks_uri].find(
      (url) => !URL.canParse(url) || new URL(url).origin !== new URL(issuer).origin,
    );
    if (elsewhere !== undefined) {
      return failed(
        `The document names ${elsewhere}, which is not on the host of the issuer.`,
        'Check publicUrl, and that the reverse proxy passes on the original host.',
      );
    }
    const keys = await askJson(body.jwks_uri, keySet);
    if (!keys.body || keys.body.keys.length === 0) {
      return failed(
        `${body.jwks_uri} has no keys (status ${keys.status}).`,
        'Let the address through to the gateway; make keys with "throughline keys".',
      );
    }
    const found = `${issuer} is found, with ${keys.body.keys.length} keys.`;
    return new URL(issuer).protocol === 'https:'
      ? ok(found)
      : warning(`${found} It is not on TLS.`, 'Serve it by https: Genesys Cloud takes no other address.');
  },
};

export const signIn: Step<Subject> = {
  id: 'sign-in',
  why: 'The integration "OpenID Connect Messenger Configuration" must be on, and lead to our provider.',
  needs: ['login.doctor', 'deployment'],
  async check(subject) {
    const { settings } = subject;
    if (!settings.provider) return ANONYMOUS;
    const client = subject.client('doctor');
    const { configuration } = await readDeployment(client, settings.deploymentId);
    const { authenticationSettings } = await readConfigurationVersion(client, configuration);
    if (!authenticationSettings?.enabled) {
      return failed(
        'The messenger configuration names no integration for sign-in.',
        'Select the integration under authentication in the messenger configuration, and publish it.',
      );
    }
    const { integrationId } = authenticationSettings;
    const { intendedState, name } = await readIntegration(client, integrationId);
    if (intendedState !== 'ENABLED') {
      return failed(`The integration "${name ?? integrationId}" is ${intendedState}.`, 'Activate it.');
    }
    const { properties } = await readIntegrationSettings(client, integrationId);
    // How the property is called is not documented; what is in it is.
    const addresses = Object.values(properties).filter(
      (value): value is string => typeof value === 'string' && value.includes('/.well-known/'),
    );
    const ours = discoveryUri(settings.provider.issuer);
    if (addresses.includes(ours)) return ok(`The integration "${name ?? integrationId}" leads to ${ours}.`);
    return addresses.length === 0
      ? warning(
          'The integration shows no discovery address.',
          `Look by hand that its Discovery URI is ${ours}.`,
        )
      : failed(`The integration leads to ${addresses.join(', ')}.`, `Set its Discovery URI to ${ours}.`);
  },
};
