/**
 * What somebody may do at the desk's door: `agent` and `supervisor` serve customers, `auditor` reads the audit trail,
 * `admin` ends sessions.
 */
export type StaffRole = 'agent' | 'supervisor' | 'auditor' | 'admin';

export const STAFF_ROLES: readonly StaffRole[] = ['agent', 'supervisor', 'auditor', 'admin'];
