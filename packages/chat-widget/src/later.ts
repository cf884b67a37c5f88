import { accompany } from './accompany.js';
import { LATER_CSS } from './later-styles.js';
import { createAttach } from './view/attach.js';
import { createCallbackCard } from './view/callback-card.js';
import { createEndQuestion } from './view/end-question.js';
import { createOptions } from './view/options.js';
import { detailsOf } from './view/row-details.js';
import { createSharedCard } from './view/shared-card.js';
import { createSignInCard } from './view/sign-in-card.js';
import { createWaysCard } from './view/ways-card.js';

/** What a chat needs that is under way already: fetched once it is, or as soon as something of it is to be shown. */
export {
  accompany,
  createAttach,
  createCallbackCard,
  createEndQuestion,
  createOptions,
  createSharedCard,
  createSignInCard,
  createWaysCard,
  detailsOf,
  LATER_CSS,
};
