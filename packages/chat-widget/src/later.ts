import { accompany } from './accompany.js';
import { laterWords } from './later-words.js';
import { noteText } from './model/note-text.js';
import { subtitleOf, waitOf } from './model/waiting.js';
import { createAttach } from './view/attach.js';
import { createCallbackCard } from './view/callback-card.js';
import { createContactLinks } from './view/contact-links.js';
import { createEndQuestion } from './view/end-question.js';
import { createFailureCard } from './view/failure-card.js';
import { trapTab } from './view/focus-trap.js';
import { createGreeting } from './view/greeting.js';
import { createHeaderTools } from './view/header-tools.js';
import { linkify } from './view/linkify.js';
import { moveByKey } from './view/log-keys.js';
import { createOptions } from './view/options.js';
import { detailsOf, markOf } from './view/row-details.js';
import { createSharedCard } from './view/shared-card.js';
import { createSignInCard } from './view/sign-in-card.js';
import { createTypingLine } from './view/typing-line.js';
import { createWaysCard } from './view/ways-card.js';

/** What a chat needs that is under way already: fetched once it is, or as soon as something of it is to be shown. */
export {
  accompany,
  createAttach,
  createCallbackCard,
  createContactLinks,
  createEndQuestion,
  createFailureCard,
  createGreeting,
  createHeaderTools,
  createOptions,
  createSharedCard,
  createSignInCard,
  createTypingLine,
  createWaysCard,
  detailsOf,
  laterWords,
  linkify,
  markOf,
  moveByKey,
  noteText,
  subtitleOf,
  trapTab,
  waitOf,
};
