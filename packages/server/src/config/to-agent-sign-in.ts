import type { AgentSignInConfiguration } from './agent-sign-in-schema.js';
import type { AgentSignInSettings } from './options.js';
import type { SettingFiles } from './setting-files.js';

export function toAgentSignInSettings(
  settings: AgentSignInConfiguration,
  files: SettingFiles,
  deskOrigin: string,
): AgentSignInSettings {
  const { issuer, clientId, clientSecretFile, scopes, agentId, rolesClaim, roles, strong, provision } =
    settings;
  return {
    provider: {
      issuer,
      clientId,
      scopes,
      clientSecret: files.secretText(clientSecretFile, 'The client secret').trim(),
      allowHttp: issuer.startsWith('http://'),
    },
    policy: { idClaim: agentId, rolesClaim, roles, strong: strong ?? null },
    unknownAgents: provision
      ? { kind: 'provision', queueIds: provision.queues, capacity: provision.capacity }
      : { kind: 'refuse' },
    deskOrigin,
    sessionMs: settings.sessionHours * 3_600_000,
  };
}
