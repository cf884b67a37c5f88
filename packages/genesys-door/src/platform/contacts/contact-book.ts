import { z } from 'zod';

const sourceSchema = z.looseObject({ id: z.string().optional(), name: z.string().optional() });
const phoneSchema = z.looseObject({ e164: z.string().optional(), display: z.string().optional() });
/** What clients write. Fields that are not named here are kept as they are. */
export const contactBody = z.looseObject({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  workEmail: z.string().optional(),
  personalEmail: z.string().optional(),
  otherEmail: z.string().optional(),
  workPhone: phoneSchema.optional(),
  cellPhone: phoneSchema.optional(),
  homePhone: phoneSchema.optional(),
  otherPhone: phoneSchema.optional(),
  externalIds: z
    .array(z.looseObject({ externalSource: sourceSchema, value: z.string() }))
    .max(10)
    .optional(),
});
export type ContactFields = z.infer<typeof contactBody>;

export const identifierBody = z.looseObject({
  type: z.string(),
  value: z.string(),
  externalSource: sourceSchema.optional(),
});
export type ContactIdentifier = z.infer<typeof identifierBody>;

export interface Contact {
  readonly id: string;
  readonly createdAt: Date;
  modifiedAt: Date;
  fields: ContactFields;
  /** Claimed beside those that the fields make. */
  claimed: readonly ContactIdentifier[];
}

/** Contacts kept in memory; the oldest makes room. */
const KEPT = 10_000;

/** External contacts and the systems that name them. Written by servers, in clear, and shown to no agent here. */
export class ContactBook {
  readonly #contacts = new Map<string, Contact>();
  readonly #sources = new Map<
    string,
    { readonly id: string; readonly name: string; readonly active: boolean }
  >();

  add(contact: Contact): void {
    this.#contacts.set(contact.id, contact);
    if (this.#contacts.size > KEPT) this.#contacts.delete(this.#contacts.keys().next().value ?? '');
  }

  get(id: string): Contact | null {
    return this.#contacts.get(id) ?? null;
  }

  delete(id: string): void {
    this.#contacts.delete(id);
  }

  all(): readonly Contact[] {
    return [...this.#contacts.values()];
  }

  find(identifier: ContactIdentifier): Contact | null {
    return (
      this.all().find((contact) => identifiersOf(contact).some((one) => isSame(one, identifier))) ?? null
    );
  }

  addSource(source: { readonly id: string; readonly name: string; readonly active: boolean }): void {
    this.#sources.set(source.id, source);
  }

  sources() {
    return [...this.#sources.values()];
  }

  /** A source with its name, as far as it is known. */
  sourceOf({ id = '', name }: z.infer<typeof sourceSchema>) {
    return { id, name: this.#sources.get(id)?.name ?? name ?? id };
  }
}

/** Every identifier by which the contact is found. */
export function identifiersOf({ fields, claimed }: Contact): readonly ContactIdentifier[] {
  const emails = [fields.workEmail, fields.personalEmail, fields.otherEmail];
  const phones = [fields.workPhone, fields.cellPhone, fields.homePhone, fields.otherPhone];
  const known = <Value>(value: Value | undefined): value is Value => value !== undefined;
  return [
    ...(fields.externalIds ?? []).map((one) => ({ type: 'ExternalId', ...one })),
    ...emails.filter(known).map((value) => ({ type: 'Email', value })),
    ...phones
      .map((phone) => phone?.e164 ?? phone?.display)
      .filter(known)
      .map((value) => ({ type: 'Phone', value })),
    ...claimed,
  ];
}

export function isSame(a: ContactIdentifier, b: ContactIdentifier): boolean {
  const isCaseless = a.type === 'Email';
  const plain = (value: string) => (isCaseless ? value.toLowerCase() : value);
  return (
    a.type === b.type &&
    plain(a.value) === plain(b.value) &&
    (a.externalSource?.id ?? null) === (b.externalSource?.id ?? null)
  );
}
