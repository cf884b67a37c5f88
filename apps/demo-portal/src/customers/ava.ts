import type { Account, Customer, Order } from '../customer.js';

const everyday: Account = {
  id: 'everyday-4821',
  name: 'Everyday account',
  number: '4402 1180 4821',
  balanceCents: 841_237,
  transactions: [
    { description: 'Harbor Lane Grocers', category: 'Groceries', amountCents: -6_418, daysAgo: 0 },
    { description: 'City Rail monthly pass', category: 'Transport', amountCents: -9_600, daysAgo: 1 },
    { description: 'Northlight Studio', category: 'Salary', amountCents: 612_000, daysAgo: 2 },
    { description: 'Transfer to Rainy day savings', category: 'Transfer', amountCents: -80_000, daysAgo: 2 },
    { description: 'Bluebird Energy', category: 'Utilities', amountCents: -11_275, daysAgo: 5 },
    { description: 'Tidewater Apartments', category: 'Rent', amountCents: -185_000, daysAgo: 8 },
    { description: 'Common Ground Coffee', category: 'Eating out', amountCents: -875, daysAgo: 9 },
  ],
};

const savings: Account = {
  id: 'savings-7716',
  name: 'Rainy day savings',
  number: '4402 1180 7716',
  balanceCents: 5_230_000,
  transactions: [
    { description: 'Transfer from Everyday account', category: 'Transfer', amountCents: 80_000, daysAgo: 2 },
    { description: 'Interest', category: 'Interest', amountCents: 14_362, daysAgo: 24 },
    { description: 'Transfer from Everyday account', category: 'Transfer', amountCents: 80_000, daysAgo: 33 },
  ],
};

const card: Account = {
  id: 'card-3391',
  name: 'Meridian Card',
  number: '4402 1180 3391',
  balanceCents: -128_490,
  transactions: [
    {
      description: 'Meridian Shop, order M-20418',
      category: 'Shopping',
      amountCents: -87_800,
      daysAgo: 3,
      isPending: true,
    },
    { description: 'Meridian Shop, order M-20377', category: 'Shopping', amountCents: -15_900, daysAgo: 6 },
    { description: 'Larkfield Airlines', category: 'Travel', amountCents: -42_650, daysAgo: 12 },
    { description: 'Osteria Verde', category: 'Eating out', amountCents: -7_340, daysAgo: 13 },
    { description: 'Card payment, thank you', category: 'Payment', amountCents: 96_215, daysAgo: 20 },
  ],
};

const orders: readonly Order[] = [
  {
    id: 'M-20418',
    placedDaysAgo: 3,
    stage: 'payment',
    heldDays: 3,
    paidWith: 'Meridian Card ending in 3391',
    items: [
      { name: 'Solace oak standing desk', quantity: 1, priceCents: 74_900 },
      { name: 'Arc task lamp', quantity: 1, priceCents: 12_900 },
    ],
  },
  {
    id: 'M-20377',
    placedDaysAgo: 6,
    stage: 'shipped',
    paidWith: 'Meridian Card ending in 3391',
    items: [{ name: 'Fjord wool throw', quantity: 2, priceCents: 7_950 }],
  },
  {
    id: 'M-20291',
    placedDaysAgo: 31,
    stage: 'delivered',
    paidWith: 'Everyday account ending in 4821',
    items: [{ name: 'Pour-over kettle', quantity: 1, priceCents: 8_900 }],
  },
];

/** A premium customer whose order is stuck. */
export const ava: Customer = {
  id: 'ava',
  name: 'Ava Lindqvist',
  givenName: 'Ava',
  tier: 'PREMIUM',
  email: 'ava.lindqvist@mail.example',
  phone: '+12025550142',
  locale: 'en',
  accounts: [everyday, savings, card],
  orders,
};
