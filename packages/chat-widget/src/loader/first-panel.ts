import { make } from './make.js';
import { connectingWords, failureWords as words } from './words.js';

/** Stands in the chat's place until that has been fetched. */
export function createFirstPanel({ dataset }: HTMLElement) {
  const node = make('div', { tabIndex: -1, role: 'status' }, connectingWords);
  return {
    node,
    /** Offers other ways to reach the company (T7). */
    fail: (): void => {
      const way = (scheme: string, value: string | undefined, text: string) =>
        value ? [make('p', {}, make('a', { href: scheme + value }, text), ` ${value}`)] : [];
      node.replaceChildren(
        make('h3', {}, words.heading),
        ...way('tel:', dataset.phone, words.call),
        ...way('mailto:', dataset.email, words.write),
      );
    },
  };
}
