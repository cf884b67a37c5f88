import { type FileUpload, startUpload, UploadError } from '@throughline/chat-client/files';
import type { FileRules, NewContent } from '@throughline/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { emit } from '../../shared/events.js';
import { base, buttons } from '../../shared/styles.js';

/** What the gateway takes in one message. */
const MOST_FILES = 10;
const MOST_ANSWERS = 13;

interface Chosen {
  readonly name: string;
  readonly upload: FileUpload;
  /** From 0 to 1. */
  part: number;
  id: string | null;
}

/** What goes with a reply: files, or short answers for the customer to pick from. One of the two. */
export class ReplyExtras extends LitElement {
  static override properties = {
    conversationId: {},
    files: { attribute: false },
    answers: { state: true },
    problem: { state: true },
  };

  declare conversationId: string;
  /** Null when no files can be sent. */
  declare files: FileRules | null;
  /** Null while none are offered. */
  declare answers: string | null;
  declare problem: string;
  #chosen: Chosen[] = [];

  constructor() {
    super();
    this.conversationId = '';
    this.files = null;
    this.answers = null;
    this.problem = '';
  }

  /** A file is still on its way. */
  get isBusy(): boolean {
    return this.#chosen.some(({ id }) => id === null);
  }

  get isEmpty(): boolean {
    return this.#chosen.length === 0;
  }

  /** What goes with the reply that is sent now; it is here no more. */
  take(): NewContent | undefined {
    const ids = this.#chosen.flatMap(({ id }) => id ?? []);
    const labels = (this.answers ?? '').split('\n').map((line) => line.trim());
    const offered = labels.filter((label) => label !== '').slice(0, MOST_ANSWERS);
    this.#chosen = [];
    this.answers = null;
    this.problem = '';
    if (ids.length > 0) return { kind: 'attachments', ids };
    if (offered.length === 0) return undefined;
    return {
      kind: 'quick-replies',
      replies: offered.map((label, index) => ({ id: String(index + 1), label })),
    };
  }

  protected override render(): TemplateResult {
    return html`
      ${this.problem === '' ? nothing : html`<p class="small bad" role="alert">${this.problem}</p>`}
      ${this.#chosen.map(
        (file) => html`<p class="file small">
          <span>${file.name}</span>
          ${
            file.id === null
              ? html`<progress max="1" .value=${file.part} aria-label=${file.name}></progress>`
              : html`<span class="muted">ready</span>`
          }
          <button class="link" aria-label="Remove ${file.name}" @click=${() => this.#remove(file)}>Remove</button>
        </p>`,
      )}
      ${
        this.answers === null
          ? nothing
          : html`<label class="small">
              Answers to pick from, one a line
              <textarea
                rows="3"
                .value=${this.answers}
                @input=${(event: Event) => {
                  this.answers = (event.target as HTMLTextAreaElement).value;
                }}
              ></textarea>
            </label>`
      }
      <p class="tools small">
        ${
          this.files === null
            ? nothing
            : html`<button class="link" @click=${this.#pick}>Attach files</button>
                <input type="file" multiple hidden accept=${this.files.types.join()} @change=${this.#add} />`
        }
        <button class="link" aria-pressed=${this.answers === null ? 'false' : 'true'} @click=${this.#toggleAnswers}>
          Offer answers
        </button>
      </p>
    `;
  }

  #pick(): void {
    this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click();
  }

  #toggleAnswers(): void {
    this.answers = this.answers === null ? '' : null;
    emit(this, 'extras-changed', null);
  }

  #add(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    this.problem = '';
    this.answers = null;
    for (const file of files) this.#start(file);
    this.#changed();
  }

  #start(file: File): void {
    if (this.#chosen.length >= MOST_FILES) {
      this.problem = `A message can have up to ${MOST_FILES} files.`;
      return;
    }
    const url = `/api/v1/files?conversation=${encodeURIComponent(this.conversationId)}`;
    const upload = startUpload(file, { url }, (part) => {
      chosen.part = part;
      this.requestUpdate();
    });
    const chosen: Chosen = { name: file.name, upload, part: 0, id: null };
    this.#chosen.push(chosen);
    upload.done.then(
      ({ id }) => {
        chosen.id = id;
        this.#changed();
      },
      (error: unknown) => {
        this.#chosen = this.#chosen.filter((other) => other !== chosen);
        this.problem = reasonOf(error, file.name);
        this.#changed();
      },
    );
  }

  #remove(file: Chosen): void {
    file.upload.cancel();
    this.#chosen = this.#chosen.filter((other) => other !== file);
    this.#changed();
  }

  #changed(): void {
    this.requestUpdate();
    emit(this, 'extras-changed', null);
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        padding: 0 0.875rem;
      }
      p {
        margin: 0.25rem 0;
      }
      .file,
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.75rem;
      }
      .bad {
        color: var(--bad-text);
      }
      label {
        display: grid;
        gap: 0.25rem;
        margin: 0.25rem 0;
      }
      textarea {
        padding: 0.5rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        font: inherit;
      }
    `,
  ];
}

const REASONS: Readonly<Record<string, string>> = {
  cancelled: '',
  too_large: 'is too large.',
  file_refused: 'is of a kind that cannot be sent.',
  file_infected: 'was refused by the virus scanner.',
};

function reasonOf(error: unknown, name: string): string {
  const code = error instanceof UploadError ? error.code : 'internal';
  const reason = REASONS[code] ?? 'could not be uploaded. Try again.';
  return reason === '' ? '' : `${name} ${reason}`;
}

customElements.define('desk-reply-extras', ReplyExtras);
