import type { ChatSnapshot } from '@throughline/chat-client';
import { BROWSER_PATHS, MAX_COMMENT_LENGTH, type SurveyRequest } from '@throughline/protocol';
import { h } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { postJson } from '../post-json.js';

/** How long the gateway may take, in milliseconds. */
const LIMIT_MS = 15_000;

/** Asks once how a conversation went that has ended. `basePath`: where the gateway is. */
export function createSurveyCard(basePath: string) {
  const node = h('div', { class: 'survey', hidden: true });
  let conversationId: string | undefined;
  let sending = false;

  const done = () => {
    // Nothing more is asked; the text takes the focus over from what is gone.
    const thanks = h('p', { tabindex: '-1' }, words.surveyThanks);
    node.replaceChildren(thanks);
    thanks.focus();
  };
  const ask = (id: string) => {
    const problem = h('p', { class: 'problem', role: 'alert' });
    const comment = h('textarea', { name: 'comment', rows: '2', maxlength: String(MAX_COMMENT_LENGTH) });
    const more = h('div', { class: 'more', hidden: true });
    const scores = ([1, 2, 3, 4, 5] as const).map((score) =>
      h(
        'label',
        {},
        h('input', {
          type: 'radio',
          name: 'score',
          value: String(score),
          // The rest is asked of those who want to say something.
          onchange: () => {
            more.hidden = false;
          },
        }),
        h('span', {}, words[`score${score}`]),
      ),
    );
    more.append(
      h('label', { class: 'comment' }, words.surveyComment, comment),
      h('p', { class: 'small' }, words.surveyPrivacy),
      problem,
      h('button', { class: 'primary', type: 'submit' }, words.surveySend),
    );
    const send = async (score: number) => {
      if (sending) return;
      sending = true;
      problem.textContent = '';
      const sent = await post(basePath, { conversationId: id, score, comment: comment.value });
      sending = false;
      if (conversationId !== id) return;
      if (sent) done();
      else problem.textContent = words.notDone;
    };
    const form = h(
      'form',
      {
        onsubmit: (event) => {
          event.preventDefault();
          const score = Number(new FormData(form).get('score'));
          if (score > 0) void send(score);
        },
      },
      h('fieldset', {}, h('legend', {}, words.surveyQuestion), h('div', { class: 'scores' }, ...scores)),
      more,
    );
    node.replaceChildren(form);
  };
  return {
    node,
    update({ survey, conversation, entries }: ChatSnapshot): void {
      const isOver = survey && conversation?.state === 'ended';
      // Nobody is asked about a conversation that became a call or a message.
      node.hidden = !isOver || !entries.some(({ kind }) => kind === 'joined');
      if (!isOver || conversation.id === conversationId) return;
      conversationId = conversation.id;
      ask(conversation.id);
    },
  };
}

async function post(basePath: string, answer: SurveyRequest): Promise<boolean> {
  const response = await postJson(basePath + BROWSER_PATHS.surveys, answer, LIMIT_MS);
  return response?.ok ?? false;
}
