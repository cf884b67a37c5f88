import { z } from 'zod';

const pageSchema = z.object({
  pageNumber: z.coerce.number().int().min(1).catch(1),
  pageSize: z.coerce.number().int().min(1).max(500).catch(25),
});

/** One page of a list, in the Platform API's shape. */
export function page<Item>(all: readonly Item[], query: unknown, path: string) {
  const { pageNumber, pageSize } = pageSchema.parse(query ?? {});
  const pageCount = Math.max(1, Math.ceil(all.length / pageSize));
  const uri = (number: number) => `${path}?pageSize=${pageSize}&pageNumber=${number}`;
  return {
    entities: all.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
    pageSize,
    pageNumber,
    total: all.length,
    pageCount,
    firstUri: uri(1),
    lastUri: uri(pageCount),
    selfUri: uri(pageNumber),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
  };
}

/** Whether a name fits a filter in which `*` stands for anything; letters of either case. */
export function fitsName(name: string, filter: string | undefined): boolean {
  if (filter === undefined || filter === '') return true;
  const parts = filter.toLowerCase().split('*');
  let rest = name.toLowerCase();
  const [first = '', ...others] = parts;
  if (!rest.startsWith(first)) return false;
  if (others.length === 0) return rest === first;
  rest = rest.slice(first.length);
  const last = others.pop() ?? '';
  for (const part of others) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return rest.endsWith(last);
}
