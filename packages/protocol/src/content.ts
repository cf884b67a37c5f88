/**
 * What a message says beyond plain text, after masking. Every kind has its `text`, which is what is said with it; the
 * entry's own `text` is the whole in plain text, for clients that do not know the kind.
 */
export type MessageContent = QuickReplies | Cards | DatePicker | ListPicker | Form | Answer | Attachments;

/** Something that can be picked. */
export interface Option {
  /** Unique in its message; what the answer names. */
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
}

/** Short answers to pick one of; they are gone once one is picked. */
export interface QuickReplies {
  readonly kind: 'quick-replies';
  readonly text: string;
  readonly replies: readonly Option[];
}

/** One card, or several to go through. */
export interface Cards {
  readonly kind: 'cards';
  readonly text: string;
  readonly cards: readonly Card[];
}

export interface Card {
  readonly title: string;
  readonly detail?: string;
  readonly actions: readonly CardAction[];
}

export type CardAction =
  | { readonly kind: 'reply'; readonly id: string; readonly label: string }
  /** `url` is `https:`, `http:`, `mailto:` or `tel:`. */
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** A date, or one of the times when there are `slots`. All times are ISO 8601 UTC. */
export interface DatePicker {
  readonly kind: 'date-picker';
  readonly text: string;
  readonly detail?: string;
  readonly earliest?: string;
  readonly latest?: string;
  readonly slots: readonly { readonly at: string; readonly minutes: number }[];
}

export interface ListPicker {
  readonly kind: 'list-picker';
  readonly text: string;
  readonly sections: readonly ListSection[];
}

export interface ListSection {
  readonly title: string;
  /** More than one of its options can be picked. */
  readonly multiple: boolean;
  readonly options: readonly Option[];
}

/** Questions, a page at a time. */
export interface Form {
  readonly kind: 'form';
  readonly text: string;
  readonly detail?: string;
  readonly pages: readonly { readonly title: string; readonly fields: readonly FormField[] }[];
}

export type FormField = {
  /** Unique in its form. */
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
} & (
  | { readonly kind: 'line' | 'lines' }
  | { readonly kind: 'choice'; readonly multiple: boolean; readonly options: readonly Option[] }
  | { readonly kind: 'date'; readonly earliest?: string; readonly latest?: string }
);

/** What the customer answered; `text` says it in their words. */
export interface Answer {
  readonly kind: 'answer';
  readonly text: string;
  /** The id of the message that asked. */
  readonly to: string;
  readonly given: GivenAnswer;
}

export type GivenAnswer =
  | { readonly kind: 'picked'; readonly options: readonly Option[] }
  /** ISO 8601 UTC. */
  | { readonly kind: 'time'; readonly at: string }
  | { readonly kind: 'form'; readonly fields: readonly AnsweredField[] };

export interface AnsweredField {
  readonly id: string;
  readonly label: string;
  /** In words: the text, the labels that were picked, or the date. */
  readonly value: string;
  /** Present on choices: ids of what was picked. */
  readonly picked?: readonly string[];
}

export interface Attachments {
  readonly kind: 'attachments';
  readonly text: string;
  readonly files: readonly Attachment[];
}

/** A file as it may be fetched by whoever may read the message. */
export interface Attachment {
  /** Of the blob. */
  readonly id: string;
  /** As its sender named it, after masking. */
  readonly name: string;
  /** As found in the file itself, never as claimed. */
  readonly mediaType: string;
  readonly bytes: number;
  /** Present on images with a smaller picture, which is a blob of its own. */
  readonly preview?: { readonly id: string; readonly width: number; readonly height: number };
}

/** Content on its way to the gateway: the `text` of the command is what is said with it. */
export type NewContent =
  | Omit<QuickReplies, 'text'>
  | Omit<Cards, 'text'>
  | Omit<DatePicker, 'text'>
  | Omit<ListPicker, 'text'>
  | Omit<Form, 'text'>
  | NewAnswer
  | NewAttachments;

/** The gateway looks up what was asked, and fills in the labels. */
export interface NewAnswer {
  readonly kind: 'answer';
  /** Place of the entry that asked, in the same conversation. */
  readonly toSeq: number;
  readonly given:
    | { readonly kind: 'picked'; readonly ids: readonly string[] }
    /** ISO 8601 UTC. */
    | { readonly kind: 'time'; readonly at: string }
    | { readonly kind: 'form'; readonly fields: readonly NewFieldAnswer[] };
}

/** `value` of a line, lines or a date (YYYY-MM-DD); `picked` of a choice. */
export interface NewFieldAnswer {
  readonly id: string;
  readonly value?: string;
  readonly picked?: readonly string[];
}

/** Which files the gateway takes. */
export interface FileRules {
  /** Largest file, in bytes. */
  readonly maxBytes: number;
  /** Media types. */
  readonly types: readonly string[];
}

/** Ids of files that this session uploaded for this conversation. */
export interface NewAttachments {
  readonly kind: 'attachments';
  readonly ids: readonly string[];
}
