/** The Messenger's window, in a frame of its own host. */
const list = document.querySelector('ol');
const form = document.querySelector('form');
const box = document.querySelector('input');

addEventListener('message', ({ source, data }) => {
  if (source !== parent || !list) return;
  const { messages } = data as { readonly messages: readonly { mine: boolean; text: string }[] };
  list.replaceChildren(
    ...messages.map(({ mine, text }) =>
      Object.assign(document.createElement('li'), { textContent: text, className: mine ? 'mine' : '' }),
    ),
  );
  list.lastElementChild?.scrollIntoView();
});
if (form && box) {
  form.onsubmit = (event) => {
    event.preventDefault();
    if (box.value) parent.postMessage({ text: box.value }, '*');
    box.value = '';
  };
}
document
  .querySelector('header button')
  ?.addEventListener('click', () => parent.postMessage({ close: true }, '*'));
