import type { Customer, OrderStage } from './customer.js';
import type { Html } from './html.js';

/** Every word of the portal in one language. */
export interface Messages {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly skip: string;
  readonly navigation: string;
  readonly overview: string;
  readonly accounts: string;
  readonly orders: string;
  readonly signOut: string;
  readonly tiers: Readonly<Record<Customer['tier'], string>>;
  readonly invented: string;
  readonly call: string;
  readonly email: string;
  readonly greeting: (name: string) => Html;
  readonly totalBalance: string;
  readonly recentTransactions: string;
  readonly transactions: string;
  readonly pending: string;
  readonly endingIn: (digits: string) => string;
  readonly accountNumber: string;
  readonly balance: string;
  readonly reserved: string;
  readonly order: (id: string) => string;
  readonly placedOn: (date: string) => string;
  readonly stages: Readonly<Record<OrderStage, string>>;
  readonly stageStates: Readonly<Record<StageState, string>>;
  readonly progress: string;
  readonly held: string;
  readonly heldFor: (days: string) => string;
  readonly heldNotice: (order: string, days: string) => string;
  readonly whyHeld: string;
  readonly heldReasons: readonly string[];
  readonly heldAdvice: string;
  readonly items: string;
  readonly total: string;
  readonly paidWith: string;
  readonly backToOverview: string;
  readonly toStartPage: string;
  readonly problems: Readonly<Record<ProblemKind, Problem>>;
}

/** Where an order is in relation to one of its stages. */
export type StageState = 'done' | 'current' | 'held' | 'todo';

export type ProblemKind = 'notFound' | 'badRequest' | 'refused' | 'failed';

export interface Problem {
  readonly title: string;
  readonly text: string;
}
