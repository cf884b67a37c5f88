import { readFileSync } from 'node:fs';

/**
 * The first table below a heading of a SPEC.md, without its head: one array of cells a row, without back-ticks. For
 * tests that compare what the page says with what the code does.
 * @throws Error when the page has no such heading
 */
export function specTable(page: URL, heading: string): readonly (readonly string[])[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`${page.pathname} has no heading "${heading}".`);
  const rest = lines.slice(start + 1);
  const table = rest.slice(rest.findIndex((line) => line.startsWith('|')));
  const end = table.findIndex((line) => !line.startsWith('|'));
  return table.slice(2, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.replaceAll('`', '').trim()),
  );
}
