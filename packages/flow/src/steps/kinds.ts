import type { Step, StepOf } from '../step.js';
import { availability } from './availability.js';
import { call, returnKind } from './call.js';
import { choose } from './choose.js';
import { continuity } from './continuity.js';
import { decide } from './decide.js';
import { callback, email, end, join, leaveMessage, link, phone } from './endings.js';
import { hold } from './hold.js';
import { input } from './input.js';
import type { StepKind } from './kind.js';
import { lookup } from './lookup.js';
import { percent } from './percent.js';
import { queue } from './queue.js';
import { schedule } from './schedule.js';
import { set } from './set.js';
import { switchKind } from './switch.js';

export type Kind = Step['kind'];

export const KINDS: { readonly [K in Kind]: StepKind<StepOf<K>> } = {
  input,
  set,
  decide,
  switch: switchKind,
  schedule,
  availability,
  lookup,
  continuity,
  percent,
  queue,
  choose,
  hold,
  callback,
  leaveMessage,
  phone,
  email,
  link,
  join,
  end,
  call,
  return: returnKind,
};

/** Kinds that give the customer a way out, so that the flow can end there. */
export const ENDINGS: ReadonlySet<string> = new Set<Kind>([
  'callback',
  'leaveMessage',
  'phone',
  'email',
  'link',
  'join',
  'end',
]);

/** The kind of a step, for any step. */
export function kindOf(step: Step): StepKind {
  return KINDS[step.kind] as unknown as StepKind;
}
