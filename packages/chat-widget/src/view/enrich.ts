import { fetchRich } from '../fetch-rich.js';
import type { MessageRow } from '../model/rows.js';
import { linkify } from './linkify.js';
import type { MessageActions } from './message-actions.js';

/** Makes links of web addresses in a message, and shows the other side's formatting. */
export function enrichText(place: HTMLElement, { text, own }: MessageRow): void {
  place.replaceChildren(...linkify(text));
  // Customers' own words stay as they typed them.
  if (own || !MAY_BE_FORMATTED.test(text)) return;
  fetchRich().then(
    ({ showFormatted }) => {
      // The text of a message changes when a value in it is hidden later.
      if (place.textContent === text) showFormatted(place, text);
    },
    () => undefined,
  );
}

/** A mark of Markdown. */
const MAY_BE_FORMATTED = /[*_~`#[]|^ *(-|•|\d+[.)]) /m;

/** The text says what it is about until the rest is fetched; the next change of the row tries again. */
export function enrichContent(place: HTMLElement, { content }: MessageRow, actions: MessageActions): void {
  fetchRich().then(
    (rich) => rich.showContent(place, content, actions),
    () => undefined,
  );
}
