import type { Account, Customer, Order } from '../customer.js';

const everyday: Account = {
  id: 'everyday-6648',
  name: 'الحساب اليومي',
  number: '4402 3954 6648',
  balanceCents: 318_042,
  transactions: [
    { description: 'مخبز الياسمين', category: 'بقالة', amountCents: -1_860, daysAgo: 0 },
    { description: 'صيدلية النهر', category: 'صحة', amountCents: -3_275, daysAgo: 1 },
    { description: 'دار الأرز للنشر', category: 'راتب', amountCents: 341_500, daysAgo: 3 },
    { description: 'تحويل إلى حساب التوفير', category: 'تحويل', amountCents: -40_000, daysAgo: 3 },
    { description: 'مساكن الربيع', category: 'إيجار', amountCents: -126_000, daysAgo: 6 },
  ],
};

const savings: Account = {
  id: 'savings-2207',
  name: 'حساب التوفير',
  number: '4402 3954 2207',
  balanceCents: 1_465_000,
  transactions: [
    { description: 'تحويل من الحساب اليومي', category: 'تحويل', amountCents: 40_000, daysAgo: 3 },
    { description: 'فائدة', category: 'فائدة', amountCents: 4_021, daysAgo: 24 },
  ],
};

const orders: readonly Order[] = [
  {
    id: 'M-20399',
    placedDaysAgo: 5,
    stage: 'shipped',
    paidWith: 'الحساب اليومي المنتهي بـ 6648',
    items: [
      { name: 'مصباح طاولة زجاجي', quantity: 1, priceCents: 9_400 },
      { name: 'وسادة كتان', quantity: 2, priceCents: 3_200 },
    ],
  },
];

/** A standard customer who reads from right to left. */
export const chloe: Customer = {
  id: 'chloe',
  name: 'Chloe Haddad',
  givenName: 'Chloe',
  tier: 'STANDARD',
  email: 'chloe.haddad@mail.example',
  phone: '+12025550189',
  locale: 'ar',
  accounts: [everyday, savings],
  orders,
};
