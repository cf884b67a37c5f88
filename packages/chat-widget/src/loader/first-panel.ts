import { make } from './make.js';
import { firstWords } from './words.js';

/** Stands in the chat's place until that has been fetched. */
export function createFirstPanel({ dataset }: HTMLElement) {
  const node = make('div', { tabIndex: -1, role: 'status' }, firstWords.connecting);
  return {
    node,
    /** Offers other ways to reach the company (T7). */
    fail: (): void => {
      const way = (scheme: string, value: string | undefined, text: string) =>
        value ? [make('p', {}, make('a', { href: scheme + value }, text), ` ${value}`)] : [];
      node.replaceChildren(
        make('h3', {}, firstWords.failureHeading),
        ...way('tel:', dataset.phone, firstWords.callUs),
        ...way('mailto:', dataset.email, firstWords.sendEmail),
      );
    },
  };
}
