import { readDeployment, readFlow, readThreadingWindow } from '../../platform/operations/administration.js';
import { QueueDirectory } from '../../platform/queue-directory.js';
import { failed, ok, type Step, skipped, warning } from '../step.js';
import type { Subject } from '../subject.js';

export const queues: Step<Subject> = {
  id: 'queues',
  why: 'The flow names queues; a customer for whom there is none ends in the fallback queue, or nowhere.',
  needs: ['login.runtime'],
  async check(subject) {
    const { queues: names, clock } = subject.settings;
    if (names.length === 0) return skipped('The configuration names no queues.');
    const directory = new QueueDirectory(subject.client('runtime'), clock);
    const ids = await Promise.all(names.map((name) => directory.idOf(name)));
    const unknown = names.filter((_name, index) => ids[index] === null);
    return unknown.length === 0
      ? ok(`All queues of the configuration are there: ${names.join(', ')}.`)
      : failed(
          `Genesys has no queue ${unknown.map((name) => `"${name}"`).join(', ')}, or the client may not see its division.`,
          'Make the queue under this name, correct the name in the configuration, or give the role in its division.',
        );
  },
};

export const dataActions: Step<Subject> = {
  id: 'data-actions',
  why: 'Message flows ask the gateway for facts and tell it what became of a conversation, by data actions that sign in as this client.',
  async check({ settings: { actionClients } }) {
    const [first] = actionClients;
    if (!first) {
      return warning(
        'No client of servers.clients has the scope "genesys": data actions of a flow are refused.',
        'Give servers.clients one whose only scope is "genesys", and enter it as gateway_client_id and gateway_client_secret of the exported set-up.',
      );
    }
    const broad = actionClients.filter(({ scopes }) => scopes.length > 1).map(({ id }) => `"${id}"`);
    return broad.length === 0
      ? ok(`Data actions can sign in as "${first.id}". Whether they do, only a conversation shows.`)
      : warning(
          `${broad.join(', ')} may do more than data actions need.`,
          'Give Genesys Cloud a client of its own whose only scope is "genesys".',
        );
  },
};

export const flow: Step<Subject> = {
  id: 'flow',
  why: 'Without a published inbound message flow, conversations of the deployment go nowhere.',
  needs: ['login.doctor', 'deployment'],
  async check(subject) {
    const client = subject.client('doctor');
    const { flow: chosen } = await readDeployment(client, subject.settings.deploymentId);
    if (!chosen) {
      return failed(
        'The deployment has no message flow.',
        'Publish one ("throughline flow export" writes it), and select it in the deployment.',
      );
    }
    const { name, active, publishedVersion, type } = await readFlow(client, chosen.id);
    if (!publishedVersion || active === false) {
      return failed(`The flow "${name}" is not published.`, 'Publish it in Architect.');
    }
    return type === undefined || type.toUpperCase() === 'INBOUNDSHORTMESSAGE'
      ? ok(`The flow "${name}" is published.`)
      : failed(`The flow "${name}" is of the type ${type}.`, 'Select an inbound message flow.');
  },
};

export const threading: Step<Subject> = {
  id: 'threading',
  why: 'For so long Genesys puts a returning guest into the same conversation; the gateway must know it.',
  needs: ['login.doctor'],
  async check(subject) {
    const { settings, defaultTimeoutMinutes } = await readThreadingWindow(subject.client('doctor'));
    const own = settings.find(({ messengerType }) => messengerType.toLowerCase() === 'webmessaging');
    const minutes = own?.timeoutInMinutes ?? defaultTimeoutMinutes;
    if (minutes === undefined) {
      return warning(
        'Genesys tells no threading window for web messaging.',
        'Look at Admin > Message > Threading Timeline by hand.',
      );
    }
    const ours = subject.settings.threadingHours * 60;
    return minutes === ours
      ? ok(`The window is ${minutes} minutes on both sides.`)
      : warning(
          `The window is ${minutes} minutes there, and ${ours} in the configuration.`,
          `Set genesys.threadingHours to ${minutes / 60}.`,
        );
  },
};
