import type { Run } from '../engine/run.js';
import { Fields } from '../reading/fields.js';
import type { Choice, Step } from '../step.js';

/** Reads `choices`: from name to the step that follows, or to `{then, label}`. */
export function readChoices(fields: Fields): readonly Choice[] {
  return fields.entries('choices').flatMap(([choice, value]) => {
    const path = fields.at('choices', choice);
    const outcome = outcomeOf(choice);
    if (typeof value === 'string') {
      fields.exitTo(value, outcome, path);
      return [{ choice, label: null }];
    }
    const object = fields.reading.attempt(() => fields.reading.object(value, path, 'any'));
    if (!object) return [];
    const inner = new Fields(fields.scope, object, path, fields);
    inner.exit('then', outcome);
    const label = inner.optionalText('label');
    inner.close();
    return [{ choice, label }];
  });
}

/** The outcome for what the customer took; null for what was not offered. */
export function choiceIn(
  step: Step & { choices: readonly Choice[] },
  choice: string,
  run: Run,
): string | null {
  if (!step.choices.some((known) => known.choice === choice)) return null;
  run.say(`the customer chose ${choice}`);
  return outcomeOf(choice);
}

export function takeChoicesAway(step: { choices: readonly Choice[] }, run: Run): void {
  if (step.choices.length > 0) run.effects.push({ kind: 'offerChoices', choices: [], text: null });
}

/** Apart from the outcome `limit`, which a choice can be called as well. */
export function outcomeOf(choice: string): string {
  return `choice:${choice}`;
}
