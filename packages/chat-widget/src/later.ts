import { accompany } from './accompany.js';
import { laterWords } from './later-words.js';
import { noteText } from './model/note-text.js';
import { subtitleOf, waitOf } from './model/waiting.js';
import { reach } from './reach.js';
import { createAttach } from './view/attach.js';
import { createCards } from './view/cards.js';
import { createContactLinks } from './view/contact-links.js';
import { enrichContent, enrichText } from './view/enrich.js';
import { trapTab } from './view/focus-trap.js';
import { createHeaderTools } from './view/header-tools.js';
import { moveByKey } from './view/log-keys.js';
import { detailsOf, markOf, timeOf } from './view/row-details.js';
import { createStrips } from './view/strips.js';
import { createTypingLine } from './view/typing-line.js';

/** What a chat needs that is under way already: fetched once it is, or as soon as something of it is to be shown. */
export const laterParts = {
  accompany,
  createAttach,
  createCards,
  createContactLinks,
  createHeaderTools,
  createStrips,
  createTypingLine,
  detailsOf,
  enrichContent,
  enrichText,
  laterWords,
  markOf,
  moveByKey,
  noteText,
  reach,
  subtitleOf,
  timeOf,
  trapTab,
  waitOf,
};
