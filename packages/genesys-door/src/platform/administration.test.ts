import { EmbeddedContactCenter } from '@throughline/contact-center';
import { createMemoryStore, MemoryBus } from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, it } from 'vitest';
import { createGenesysDoor, DEFAULT_DEPLOYMENT, type GenesysDoor } from '../index.js';

let door: GenesysDoor;
afterEach(() => door.close());

async function openDoor(): Promise<void> {
  const bus = new MemoryBus();
  const clock = { now: () => new Date() };
  const { interactions: store } = createMemoryStore(uuidv7);
  door = await createGenesysDoor({
    contactCenter: new EmbeddedContactCenter({ store, bus, clock, newId: uuidv7 }),
    bus,
    clock,
    mask: (text) => ({ text, maskedTypes: [] }),
    maskMessage: ({ text }) => ({ text, maskedTypes: [], redacted: [] }),
    newId: uuidv7,
    deployments: [{ ...DEFAULT_DEPLOYMENT, id: 'd-1', queueId: 'q' }],
    clients: [
      { id: 'all', secret: 's' },
      { id: 'some', secret: 's', permissions: ['oauth:client:view', 'routing:*:view'] },
    ],
    messageFlow: 'Support',
    identityProvider: {
      issuer: 'https://portal.example',
      clientId: 'g',
      clientSecret: 's',
      allowHttp: false,
    },
    production: false,
    onFailure: () => undefined,
  });
}

async function get(client: string, url: string) {
  const login = await door.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `grant_type=client_credentials&client_id=${client}&client_secret=s`,
  });
  const authorization = `Bearer ${login.json().access_token}`;
  const { statusCode, json } = await door.app.inject({ url: `/api/v2${url}`, headers: { authorization } });
  return { statusCode, body: json() };
}

it('[DOOR-95] administrators read clients with their roles, and only with the permission', async () => {
  await openDoor();
  const client = await get('some', '/oauth/clients/some');
  expect(client.body).toMatchObject({ authorizedGrantType: 'CLIENT-CREDENTIALS', state: 'active' });
  const role = `/authorization/roles/${client.body.roleIds[0]}`;
  expect((await get('some', role)).body).toMatchObject({ status: 403, code: 'missing.permissions' });
  expect((await get('all', role)).body.permissionPolicies).toEqual([
    { domain: 'oauth', entityName: 'client', actionSet: ['view'] },
    { domain: 'routing', entityName: '*', actionSet: ['view'] },
  ]);
  expect((await get('all', '/oauth/clients/none')).statusCode).toBe(404);
});

it('[DOOR-95] administrators read configurations, flows and the integration for sign-in', async () => {
  await openDoor();
  const { body: deployment } = await get('all', '/webdeployments/deployments/d-1');
  const { id, version } = deployment.configuration;
  const configuration = await get('all', `/webdeployments/configurations/${id}/versions/${version}`);
  const { integrationId, enabled } = configuration.body.authenticationSettings;
  expect(enabled).toBe(true);
  expect((await get('all', `/integrations/${integrationId}`)).body.intendedState).toBe('ENABLED');
  expect((await get('all', `/integrations/${integrationId}/config/current`)).body.properties).toEqual({
    discoveryUri: 'https://portal.example/.well-known/openid-configuration',
  });
  expect((await get('all', `/flows/${deployment.flow.id}`)).body).toMatchObject({
    name: 'Support',
    type: 'INBOUNDSHORTMESSAGE',
    publishedVersion: { name: '1.0' },
  });
  expect((await get('all', '/flows')).body.total).toBe(1);
  expect((await get('some', '/flows')).statusCode).toBe(403);
});
