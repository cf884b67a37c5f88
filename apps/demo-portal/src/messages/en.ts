import { html } from '../html.js';
import type { Messages } from '../messages.js';

export const en: Messages = {
  lang: 'en',
  dir: 'ltr',
  skip: 'Skip to content',
  navigation: 'Main',
  overview: 'Overview',
  accounts: 'Accounts',
  orders: 'Orders',
  signOut: 'Sign out',
  tiers: { PREMIUM: 'Premium', STANDARD: 'Standard' },
  invented: 'Meridian is an invented company. Everything on its pages is made up.',
  call: 'Call',
  email: 'Email',
  greeting: (name) => html`Hello, <bdi>${name}</bdi>`,
  totalBalance: 'Total balance',
  recentTransactions: 'Recent transactions',
  transactions: 'Transactions',
  pending: 'Pending',
  endingIn: (digits) => `Ending in ${digits}`,
  accountNumber: 'Account number',
  balance: 'Balance',
  reserved: 'Reserved',
  order: (id) => `Order ${id}`,
  placedOn: (date) => `Placed on ${date}`,
  stages: {
    placed: 'Order placed',
    payment: 'Payment',
    packed: 'Packed',
    shipped: 'On its way',
    delivered: 'Delivered',
  },
  stageStates: { done: 'done', current: 'now', held: 'held for review', todo: 'to come' },
  progress: 'Progress',
  held: 'Payment held',
  heldFor: (days) => `Payment held for review for ${days}`,
  heldNotice: (order, days) => `${order}: payment held for review for ${days}.`,
  whyHeld: 'Why is my payment held?',
  heldReasons: [
    'This payment is larger than what you usually spend with us, so our payment checks set it aside for a person to look at. It keeps your card safe from misuse.',
    'The amount is reserved on your card and has not been taken. A review normally ends within one working day. Yours is taking longer than it should.',
  ],
  heldAdvice:
    'You do not need to order again. To confirm that this payment is yours, chat with us from the corner of this page, or reach us another way:',
  items: 'Items',
  total: 'Total',
  paidWith: 'Paid with',
  backToOverview: 'Back to the overview',
  problems: {
    notFound: {
      title: 'We could not find this page',
      text: 'The address may be mistyped, or it belongs to somebody else’s account.',
    },
    badRequest: {
      title: 'We could not read that request',
      text: 'Nothing was changed. Go back and try it once more.',
    },
    refused: {
      title: 'We did not carry out that request',
      text: 'It came from outside Meridian’s own pages, so nothing was changed. If it was you, go back and try it here.',
    },
    failed: {
      title: 'Something went wrong on our side',
      text: 'Your money and orders are not affected. Wait a moment and try again.',
    },
  },
};
