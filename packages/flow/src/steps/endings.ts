import { toIso } from '../engine/run.js';
import type { Fields } from '../reading/fields.js';
import { nextOpening } from '../schedule/opening.js';
import type { EndingStep, StepOf } from '../step.js';
import type { FlowTarget } from '../target.js';
import { MAX_HOLD_MS, type StepKind } from './kind.js';
import { readScheduleName } from './schedule.js';

export const callback: StepKind<StepOf<'callback'>> = {
  read(fields) {
    const schedule = fields.has('schedule') ? readScheduleName(fields) : null;
    const priority = fields.whole('priority', -1_000_000, 1_000_000);
    return {
      schedule,
      target: {
        kind: 'callback',
        queue: fields.text('queue'),
        withinMs: fields.requiredDuration('within', MAX_HOLD_MS, 'it is the time that is promised'),
        ...(schedule === null ? {} : { schedule }),
        ...(priority === null ? {} : { priority }),
        ...readCustomerText(fields),
      },
    };
  },
  enter(step, run) {
    const schedule = step.schedule === null ? undefined : run.flow.schedules.get(step.schedule);
    const earliest = schedule && run.nowMs !== null ? nextOpening(schedule, run.nowMs) : null;
    return run.end(earliest === null ? step.target : { ...step.target, earliestAt: toIso(earliest) });
  },
};

export const leaveMessage = ending((fields) => ({
  kind: 'message',
  queue: fields.text('queue'),
  ...readCustomerText(fields),
}));

/** Source: ITU-T E.164, with room for spaces and dashes. */
const NUMBER = /^\+[1-9](?:[ -]?\d){6,14}$/;
const DIGITS = /^[0-9*#,]{1,40}$/;

export const phone = ending((fields) => {
  const number = fields.text('number');
  const digits = fields.optionalText('digits');
  if (number !== '' && !NUMBER.test(number))
    fields.problem('number', '"number" is written as in +49 30 1234567');
  if (digits !== null && !DIGITS.test(digits))
    fields.problem('digits', '"digits" are of 0-9, * and #; a comma is a pause');
  return { kind: 'phone', number, ...(digits === null ? {} : { digits }), ...readCustomerText(fields) };
});

export const email = ending((fields) => {
  const address = fields.text('address');
  const subject = fields.optionalText('subject');
  if (address !== '' && !/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address))
    fields.problem('address', '"address" is one e-mail address');
  return { kind: 'email', address, ...(subject === null ? {} : { subject }), ...readCustomerText(fields) };
});

export const link = ending((fields) => {
  const url = fields.text('url');
  if (url !== '' && !/^(?:https:\/\/[^\s/\\]|\/(?![/\\]))/.test(url)) {
    fields.problem('url', '"url" begins with https:// or is a path of the portal');
  }
  return { kind: 'link', url, ...readCustomerText(fields) };
});

export const join = ending(() => ({ kind: 'join' }));

export const end = ending((fields) => ({ kind: 'end', ...readCustomerText(fields) }));

/** What the customer is told, when the flow says it. */
export function readCustomerText(fields: Fields): { text?: string } {
  const text = fields.optionalText('text');
  return text === null ? {} : { text };
}

function ending(read: (fields: Fields) => EndingStep['target']): StepKind<EndingStep> {
  return {
    read: (fields) => ({ target: read(fields) }),
    enter: (step, run) => run.end(step.target satisfies FlowTarget),
  };
}
