/** Something about a page's policy that its owner should know. */
export interface Finding {
  /** Stable name of the rule. */
  readonly rule: string;
  /** `error`: the chat breaks. `warning`: it works, but the policy protects less than it seems. `note`: good to know. */
  readonly severity: 'error' | 'warning' | 'note';
  /** Null when it is about the policy as a whole. */
  readonly directive: string | null;
  readonly message: string;
  readonly remedy: string;
}

/** One policy of a page, as it was delivered. */
export interface DeliveredPolicy {
  readonly text: string;
  readonly from: 'header' | 'meta';
  /** Tells of violations and stops nothing. */
  readonly reportOnly: boolean;
}

export interface CheckedPage {
  readonly url: URL;
  readonly policies: readonly DeliveredPolicy[];
  /** Nonces of the script tags by their absolute address; empty for a tag without one. */
  readonly scripts: readonly { readonly src: URL; readonly nonce: string }[];
}
