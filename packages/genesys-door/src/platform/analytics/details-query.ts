import { z } from 'zod';
import {
  type ConversationFacts,
  conversationDimensions,
  propertiesOf,
  segmentDimensions,
} from './conversation-facts.js';

const predicateSchema = z.looseObject({
  type: z.enum(['dimension', 'property', 'metric']).default('dimension'),
  dimension: z.string().optional(),
  property: z.string().optional(),
  operator: z.enum(['matches', 'exists', 'notExists']).default('matches'),
  value: z.string().optional(),
});
type Predicate = z.infer<typeof predicateSchema>;

const clauseSchema = z.looseObject({
  type: z.enum(['and', 'or']).default('and'),
  predicates: z.array(predicateSchema).default([]),
});
const filterSchema = clauseSchema.extend({ clauses: z.array(clauseSchema).default([]) });
type Filter = z.infer<typeof filterSchema>;

export const detailsQuery = z.looseObject({
  interval: z.string().optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
  orderBy: z
    .enum(['conversationStart', 'conversationEnd', 'segmentStart', 'segmentEnd'])
    .default('conversationStart'),
  paging: z
    .looseObject({ pageSize: z.int().min(1).max(100).default(25), pageNumber: z.int().min(1).default(1) })
    .prefault({}),
  segmentFilters: z.array(filterSchema).default([]),
  conversationFilters: z.array(filterSchema).default([]),
});
export type DetailsQuery = z.infer<typeof detailsQuery>;

const DAY_MS = 86_400_000;

/**
 * Conversations that fit, in the order asked for. Every segment filter has to fit one part of one participant. The
 * interval selects what started on a day (UTC) that it touches, as the real service does.
 */
export function select(all: readonly ConversationFacts[], query: DetailsQuery): readonly ConversationFacts[] {
  const [from, until] = parseInterval(query.interval) ?? [0, 0];
  const dayOf = (at: number) => Math.floor(at / DAY_MS);
  const sign = query.order === 'asc' ? 1 : -1;
  const byEnd = query.orderBy.endsWith('End');
  const time = ({ item }: ConversationFacts) =>
    byEnd ? (item.endTime?.getTime() ?? Number.POSITIVE_INFINITY) : item.startTime.getTime();
  return all
    .filter(({ item }) => {
      const day = dayOf(item.startTime.getTime());
      return day >= dayOf(from) && day <= dayOf(until - 1);
    })
    .filter((facts) => {
      const properties = propertiesOf(facts);
      const fits = (dimensions: Readonly<Record<string, string | undefined>>) => (predicate: Predicate) =>
        fitsValue(
          predicate,
          predicate.type === 'property'
            ? properties[predicate.property ?? '']
            : dimensions[predicate.dimension ?? ''],
        );
      return (
        query.conversationFilters.every((filter) =>
          fitsFilter(filter, fits(conversationDimensions(facts))),
        ) &&
        query.segmentFilters.every((filter) =>
          segmentDimensions(facts).some((segment) => fitsFilter(filter, fits(segment))),
        )
      );
    })
    .toSorted((a, b) => sign * (time(a) - time(b)));
}

/** Two times in milliseconds since 1970; null when it is not two ISO times with a slash between. */
export function parseInterval(interval: string | undefined): readonly [from: number, until: number] | null {
  const [from = Number.NaN, until = Number.NaN] = (interval ?? '').split('/').map((text) => Date.parse(text));
  return Number.isNaN(from) || Number.isNaN(until) || from >= until ? null : [from, until];
}

function fitsFilter({ type, predicates, clauses }: Filter, fits: (predicate: Predicate) => boolean): boolean {
  const answers = [
    ...predicates.map(fits),
    ...clauses.map((clause) => combine(clause.type, clause.predicates.map(fits))),
  ];
  return combine(type, answers);
}

function combine(type: 'and' | 'or', answers: readonly boolean[]): boolean {
  return type === 'and' ? answers.every(Boolean) : answers.length === 0 || answers.some(Boolean);
}

function fitsValue({ operator, value }: Predicate, actual: string | undefined): boolean {
  if (operator === 'exists') return actual !== undefined;
  if (operator === 'notExists') return actual === undefined;
  return actual !== undefined && actual.toLowerCase() === value?.toLowerCase();
}
