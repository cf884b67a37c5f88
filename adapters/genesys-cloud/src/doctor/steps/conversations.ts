import { z } from 'zod';
import { askJson } from '../http.js';
import { failed, ok, type Step, skipped, warning } from '../step.js';
import type { Subject } from '../subject.js';
import { fileOf } from './deployment.js';

const feature = z.object({ enabled: z.boolean() });
const settingsFile = z.object({
  status: z.string(),
  auth: feature,
  messenger: z.object({
    apps: z.object({
      conversations: z.object({
        enabled: z.boolean(),
        autoStart: feature.optional(),
        conversationDisconnect: feature.optional(),
      }),
    }),
  }),
});
type SettingsFile = z.infer<typeof settingsFile>;

async function read({ settings: { hosts } }: Subject, deploymentId: string): Promise<SettingsFile | null> {
  return (await askJson(fileOf(hosts.cdn, deploymentId, 'config'), settingsFile)).body;
}

function conversationsOf({ messenger }: SettingsFile) {
  const { enabled, autoStart, conversationDisconnect } = messenger.apps.conversations;
  return {
    isOn: enabled,
    begins: autoStart?.enabled === true,
    tellsOfEnd: conversationDisconnect?.enabled === true,
  };
}

export const conversations: Step<Subject> = {
  id: 'conversations',
  why: 'Conversations have to begin and end here when they do so there.',
  needs: ['deployment'],
  async check(subject) {
    const { deploymentId, autoStart } = subject.settings;
    const file = await read(subject, deploymentId);
    if (!file) return failed('The configuration cannot be read any more.', 'Run it again.');
    const { begins, tellsOfEnd } = conversationsOf(file);
    if (begins !== autoStart) {
      return failed(
        `The configuration has automatic start ${begins ? 'on' : 'off'}, and genesys.autoStart is ${autoStart}.`,
        `Set genesys.autoStart to ${begins}, or change the messenger configuration.`,
      );
    }
    return tellsOfEnd
      ? ok('Guests are told when agents end a conversation.')
      : warning(
          'Guests are not told when an agent ends a conversation: it stays open here until the customer ends it.',
          'Turn conversation disconnect on in the messenger configuration.',
        );
  },
};

export const moreDeployments: Step<Subject> = {
  id: 'more-deployments',
  why: 'New conversations are spread over all deployments, so that each has to be set like the first.',
  needs: ['deployment'],
  async check(subject) {
    const { deploymentId, moreDeploymentIds } = subject.settings;
    if (moreDeploymentIds.length === 0) return skipped('genesys.moreDeploymentIds is not set.');
    const [first, ...files] = await Promise.all(
      [deploymentId, ...moreDeploymentIds].map((id) => read(subject, id)),
    );
    const alike = JSON.stringify(first && partsOf(first));
    const other = files.findIndex((file) => JSON.stringify(file && partsOf(file)) !== alike);
    return other < 0
      ? ok(`${files.length} more, set like the first.`)
      : failed(
          `The deployment ${moreDeploymentIds[other]} is ${files[other] ? 'set otherwise than the first' : 'not there'}.`,
          'Give it the same configuration: active, conversations, sign-in, automatic start and disconnect.',
        );
  },
};

function partsOf(file: SettingsFile) {
  return { status: file.status, signIn: file.auth.enabled, ...conversationsOf(file) };
}
