/**
 * Names of properties that only the chat's own files use, with each other: the build shortens them. No name here is one
 * of the wire, of browsers, of what is stored, or of what portals and the loader see; `checkOwnNames` sees to the first two.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT } from '../lib/repository.mjs';

export const OUR_OWN_NAMES = [
  'accompany',
  'acknowledge',
  'acknowledged',
  'addOwn',
  'agentTyping',
  'answeredIn',
  'asking',
  'atEnd',
  'awaitUploads',
  'cancelCallback',
  'connectionLost',
  'createAttach',
  'createCards',
  'createContactLinks',
  'createHeaderTools',
  'createStrips',
  'createTypingLine',
  'CustomerCommands',
  'detailsOf',
  'discard',
  'dispatch',
  'dropAcknowledged',
  'effects',
  'enrichContent',
  'enrichText',
  'filesUrl',
  'focusHome',
  'forget',
  'fullScreen',
  'interrupt',
  'isEmpty',
  'isLookedAt',
  'isReady',
  'isSet',
  'Keepsake',
  'kept',
  'keystroke',
  'laterWords',
  'learnHead',
  'leave',
  'look',
  'markOf',
  'markRead',
  'minimize',
  'moveByKey',
  'needsConversation',
  'newId',
  'noteText',
  'ofDay',
  'onChange',
  'onDue',
  'onEvent',
  'onLost',
  'onOwnMessage',
  'onSignedInElsewhere',
  'onSignedOut',
  'onStateChange',
  'otherTyping',
  'ownTyping',
  'pump',
  'reach',
  'reachedEnd',
  'receipts',
  'refusals',
  'refuse',
  'refuseUnaddressed',
  'Renewal',
  'retryAt',
  'savingPaused',
  'schedule',
  'setContext',
  'setDraft',
  'setTimer',
  'settle',
  'Signals',
  'signals',
  'signIn',
  'silentMs',
  'snapshot',
  'subtitleOf',
  'toEnd',
  'trapTab',
  'waitOf',
];

/** @returns {string[]} One line per problem. */
export function checkOwnNames() {
  const wire = sourcesOf('packages/protocol/src');
  const ours = sourcesOf('packages/chat-client/src') + sourcesOf('packages/chat-widget/src');
  const exported = sourcesOf('packages/chat-widget/src', /\/src\/(rich|languages)\.ts$/);
  const browsers = readFileSync(join(ROOT, 'node_modules/typescript/lib/lib.dom.d.ts'), 'utf8');
  return OUR_OWN_NAMES.flatMap((name) => {
    const isMember = new RegExp(`^\\s*(readonly |get |set )?${name}\\??[:(<]`, 'm');
    const isExport = new RegExp(`\\b${name}\\b`);
    const isAttribute = new RegExp(`dataset[^;]*\\b${name}\\b`);
    return [
      ...(isExport.test(exported) ? [`${name} is what a module exports, which keeps its name`] : []),
      ...(isAttribute.test(ours) ? [`${name} is an attribute of the element`] : []),
      ...(isMember.test(wire) ? [`${name} is a name of the wire`] : []),
      ...(isMember.test(browsers) ? [`${name} is a name of browsers`] : []),
      ...(new RegExp(`(?<!\\[)['"]${name}['"](?!>)`).test(ours)
        ? [`${name} also stands in quotes, which stay as they are`]
        : []),
      ...(new RegExp(`\\b${name}\\b`).test(ours) ? [] : [`${name} is used no more`]),
    ];
  });
}

/**
 * @param {string} folder
 * @param {RegExp} [which]
 */
function sourcesOf(folder, which = /\.ts$/) {
  return filesBelow(folder)
    .filter((path) => which.test(path) && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(ROOT, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
    .join('\n');
}
