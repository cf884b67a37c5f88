import { html } from '../html.js';
import type { Messages } from '../messages.js';

export const ar: Messages = {
  lang: 'ar',
  dir: 'rtl',
  skip: 'انتقل إلى المحتوى',
  navigation: 'القائمة الرئيسية',
  overview: 'نظرة عامة',
  accounts: 'الحسابات',
  orders: 'الطلبات',
  signOut: 'تسجيل الخروج',
  tiers: { PREMIUM: 'مميّز', STANDARD: 'أساسي' },
  invented: 'ميريديان شركة خيالية، وكل ما في صفحاتها من نسج الخيال.',
  call: 'اتصل بنا',
  email: 'راسلنا',
  greeting: (name) => html`مرحبًا، <bdi>${name}</bdi>`,
  totalBalance: 'الرصيد الإجمالي',
  recentTransactions: 'أحدث المعاملات',
  transactions: 'المعاملات',
  pending: 'معلّقة',
  endingIn: (digits) => `ينتهي بـ ${digits}`,
  accountNumber: 'رقم الحساب',
  balance: 'الرصيد',
  reserved: 'محجوز',
  order: (id) => `الطلب ${id}`,
  placedOn: (date) => `بتاريخ ${date}`,
  stages: {
    placed: 'تم الطلب',
    payment: 'الدفع',
    packed: 'التغليف',
    shipped: 'في الطريق إليك',
    delivered: 'تم التسليم',
  },
  stageStates: { done: 'اكتملت', current: 'الآن', held: 'محجوزة للمراجعة', todo: 'لاحقًا' },
  progress: 'مراحل الطلب',
  held: 'الدفعة محجوزة',
  heldFor: (days) => `الدفعة محجوزة للمراجعة، المدة: ${days}`,
  heldNotice: (order, days) => `${order}: الدفعة محجوزة للمراجعة، المدة: ${days}.`,
  whyHeld: 'لماذا حُجزت دفعتي؟',
  heldReasons: [
    'هذه الدفعة أكبر مما تنفقه عادةً لدينا، لذلك أُحيلت إلى موظف لمراجعتها حمايةً لبطاقتك من سوء الاستخدام.',
    'المبلغ محجوز على بطاقتك ولم يُسحب بعد. تنتهي المراجعة عادةً خلال يوم عمل واحد، وقد تأخرت مراجعة دفعتك أكثر مما ينبغي.',
  ],
  heldAdvice:
    'لا حاجة إلى إعادة الطلب. لتأكيد أن هذه الدفعة لك، تحدّث معنا من زاوية هذه الصفحة، أو تواصل معنا بطريقة أخرى:',
  items: 'المنتجات',
  total: 'المجموع',
  paidWith: 'طريقة الدفع',
  backToOverview: 'العودة إلى النظرة العامة',
  problems: {
    notFound: {
      title: 'تعذّر العثور على هذه الصفحة',
      text: 'ربما كُتب العنوان بشكل خاطئ، أو أنه يخص حساب شخص آخر.',
    },
    badRequest: {
      title: 'تعذّرت قراءة هذا الطلب',
      text: 'لم يتغيّر شيء. ارجع وحاول مرة أخرى.',
    },
    refused: {
      title: 'لم ننفّذ هذا الطلب',
      text: 'جاء الطلب من خارج صفحات ميريديان، لذلك لم يتغيّر شيء. إن كنت أنت من أرسله فارجع وحاول من هنا.',
    },
    failed: {
      title: 'حدث خطأ من جانبنا',
      text: 'لم تتأثر أموالك ولا طلباتك. انتظر لحظة ثم حاول مرة أخرى.',
    },
  },
};
