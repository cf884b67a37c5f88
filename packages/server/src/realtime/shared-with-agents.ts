import type { CustomerCard } from '@throughline/core';
import type { SharedItem } from '@throughline/protocol';

/** What agents see of the customer, for the customer: everything that is on the card. */
export function toShared(card: CustomerCard): SharedItem[] {
  const { context, fields = [], previous, routingReasons } = card;
  const customer = context.at(-1)?.customer;
  const intents = new Set(context.flatMap(({ intent }) => intent ?? []));
  const pages = new Map<string, string>(
    context.flatMap(({ page }) => (page ? [[page.url, page.title] as const] : [])),
  );
  const isInternal = routingReasons.length > 0 || fields.some((field) => field.class === 'internal');
  return [
    ...(customer ? [{ kind: 'name' as const, value: customer.displayName }] : []),
    ...(customer ? [{ kind: 'customer-id' as const, value: customer.externalId }] : []),
    ...(customer?.tier ? [{ kind: 'tier' as const, value: customer.tier }] : []),
    ...[...intents].map((intent) => ({ kind: 'intent' as const, value: intent, name: intent })),
    ...[...pages].map(([url, label]) => ({ kind: 'page' as const, label, value: url, name: url })),
    ...fields.flatMap((field) =>
      field.class === 'internal'
        ? []
        : {
            kind: 'field' as const,
            label: field.label,
            value: field.value,
            ...(field.optional ? { name: field.name } : {}),
          },
    ),
    ...(previous?.endedAt ? [{ kind: 'previous' as const, value: previous.endedAt.toISOString() }] : []),
    ...(isInternal ? [{ kind: 'internal' as const, value: '' }] : []),
  ];
}
