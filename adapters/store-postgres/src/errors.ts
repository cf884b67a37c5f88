/** The data folder is in use by another process, or already open in this one. Nothing was changed. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';

  constructor(
    readonly lockFile: string,
    /** Process that holds the lock, as numbered where it runs. */
    readonly pid: number,
    /** False when the holder lives in another container or on another host, so that only its signs of life are seen. */
    readonly sameHost: boolean,
  ) {
    super(
      `The data folder is in use by process ${pid}${sameHost ? '' : ' in another container or on another host'} ` +
        `(lock file ${lockFile}). Stop that process, choose another folder (THROUGHLINE_DATA_DIR), or use ` +
        'PostgreSQL (THROUGHLINE_DATABASE_URL), which many processes can share.',
    );
  }
}

/** The store cannot be opened. The message says what is wrong and what to do; it holds no password and no content. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}

/**
 * The database refused a statement for a reason that trying again does not cure. Carries codes only: the database's
 * own message can quote values.
 */
export class StoreStatementError extends Error {
  override readonly name = 'StoreStatementError';

  constructor(
    /** SQLSTATE, see the PostgreSQL manual, appendix A. */
    readonly sqlState: string,
    readonly constraint: string | null,
  ) {
    super(
      `The database refused a statement (SQLSTATE ${sqlState}${constraint ? `, constraint ${constraint}` : ''}).`,
    );
  }
}
