import type { Fields } from '../reading/fields.js';
import { openingAt } from '../schedule/opening.js';
import type { StepOf } from '../step.js';
import { suggestion } from '../suggestion.js';
import type { StepKind } from './kind.js';

export const schedule: StepKind<StepOf<'schedule'>> = {
  read(fields) {
    const name = readScheduleName(fields);
    fields.exit('open');
    fields.exit('closed');
    fields.optionalExit('holiday', 'closed');
    return { schedule: name };
  },
  enter(step, run) {
    const found = run.flow.schedules.get(step.schedule);
    if (run.nowMs === null || !found) {
      run.say(`${step.schedule} counts as closed: no time was given`);
      return 'closed';
    }
    const opening = openingAt(found, run.nowMs);
    run.say(`${step.schedule} was ${opening === 'holiday' ? 'closed for a holiday' : opening}`);
    return opening;
  },
};

/** The name of a schedule that is declared. */
export function readScheduleName(fields: Fields): string {
  const { reading, scope } = fields;
  const name = fields.text('schedule');
  if (name !== '' && !scope.site.schedules.has(name)) {
    const message = `there is no schedule "${name}"${suggestion(name, scope.site.schedules.keys())}`;
    reading.attempt(() => reading.fail(fields.at('schedule'), 'unknown_schedule', message));
  }
  return name;
}
