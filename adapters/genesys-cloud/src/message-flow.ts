import { stringify } from 'yaml';
import type { Action } from './actions.js';

export interface ArchitectOptions {
  readonly division?: string;
  /** For example `en-us`. */
  readonly language?: string;
}

export interface MessageFlow {
  readonly name: string;
  readonly version: string;
  /** Texts; what begins with no text begins without a value. */
  readonly variables: readonly { readonly name: string; readonly initial: unknown }[];
  readonly actions: readonly Action[];
  readonly tasks: readonly object[];
}

/** An inbound message flow as YAML. Source of the keys: exported flows in the vendor's public blueprints. */
export function toMessageFlow(
  { name, version, variables, actions, tasks }: MessageFlow,
  { division = 'Home', language = 'en-us' }: ArchitectOptions,
): string {
  const none = { noValue: true };
  const inboundShortMessage = {
    name,
    description: `Version ${version}`,
    division,
    startUpRef: '/inboundShortMessage/states/state[Initial State_1]',
    defaultLanguage: language,
    supportedLanguages: { [language]: { defaultLanguageSkill: none } },
    variables: variables.map((variable) => ({
      stringVariable: {
        name: variable.name,
        initialValue: typeof variable.initial === 'string' ? { lit: variable.initial } : none,
        isInput: false,
        isOutput: false,
      },
    })),
    settingsErrorHandling: { errorHandling: { disconnect: { none: true } } },
    states: [{ state: { name: 'Initial State', refId: 'Initial State_1', actions } }],
    ...(tasks.length > 0 ? { tasks } : {}),
  };
  return stringify({ inboundShortMessage }, { lineWidth: 0, aliasDuplicateObjects: false });
}
