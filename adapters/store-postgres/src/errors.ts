/** The data folder is in use by another process, or already open in this one. Nothing was changed. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';

  constructor(
    readonly lockFile: string,
    /** Process that holds the lock; null when the file does not say. */
    readonly pid: number | null,
    /** False when that number counts in another container or on another host. */
    readonly isLocal: boolean,
  ) {
    const holder = pid === null ? 'another process' : `process ${pid}`;
    const where = pid === null || isLocal ? '' : ' in another container or on another host';
    super(
      `The data folder is in use by ${holder}${where} (lock file ${lockFile}). Stop that process, choose another ` +
        'folder (THROUGHLINE_DATA_DIR), or use PostgreSQL (THROUGHLINE_DATABASE_URL), which many processes can share.',
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
