import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Sign-in at an identity provider: browsers on their way through it, what it said about sessions, and its logouts. */
export const oidc: Migration = {
  up: runStatements(
    `create table pending_sign_in (
      state_hash bytea primary key,
      browser_hash bytea not null,
      sealed bytea not null,
      expires_at timestamptz not null
    )`,
    'create index pending_sign_in_expires_at on pending_sign_in (expires_at)',
    // refreshing_until: one caller has the refresh token until then; a provider that rotates takes it once.
    `create table oidc_session (
      session_id text collate "C" primary key references customer_session on delete cascade,
      issuer text not null,
      subject text not null,
      provider_session text,
      sealed_tokens bytea not null,
      issued_at timestamptz not null,
      refresh_at timestamptz,
      refreshing_until timestamptz
    )`,
    'create index oidc_session_subject on oidc_session (issuer, subject)',
    'create index oidc_session_provider_session on oidc_session (issuer, provider_session)',
    // Kept for as long as a sign-in can be under way: one that began before the logout must not outlive it.
    `create table oidc_logout (
      issuer text not null,
      subject text,
      provider_session text,
      at timestamptz not null,
      expires_at timestamptz not null,
      check (subject is not null or provider_session is not null)
    )`,
    'create index oidc_logout_issuer on oidc_logout (issuer, at)',
    'create index oidc_logout_expires_at on oidc_logout (expires_at)',
  ),
};
