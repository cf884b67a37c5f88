import type { TranscriptWords } from '@throughline/core';

/** The languages of the widget, by the same keys. */
const WORDS: Readonly<Record<string, TranscriptWords>> = {
  en: words(
    'Your chat with us',
    'You',
    'Agent',
    'Automatic message',
    'Values that were hidden in the chat are hidden here, too.',
  ),
  ar: words(
    'محادثتك معنا',
    'أنت',
    'موظف الدعم',
    'رسالة آلية',
    'القيم التي أُخفيت في المحادثة مخفية هنا أيضًا.',
  ),
  de: words(
    'Ihr Chat mit uns',
    'Sie',
    'Mitarbeiter',
    'Automatische Nachricht',
    'Was im Chat verborgen war, ist es auch hier.',
  ),
  es: words(
    'Tu chat con nosotros',
    'Tú',
    'Agente',
    'Mensaje automático',
    'Los datos ocultos en el chat también lo están aquí.',
  ),
  fr: words(
    'Votre chat avec nous',
    'Vous',
    'Conseiller',
    'Message automatique',
    'Les données masquées dans le chat le sont aussi ici.',
  ),
  he: words('הצ׳אט שלך איתנו', 'את/ה', 'נציג', 'הודעה אוטומטית', 'מה שהוסתר בצ׳אט מוסתר גם כאן.'),
  it: words(
    'La tua chat con noi',
    'Tu',
    'Operatore',
    'Messaggio automatico',
    'I dati nascosti nella chat lo sono anche qui.',
  ),
  ja: words(
    'チャットの記録',
    'お客様',
    '担当者',
    '自動メッセージ',
    'チャットで伏せられた値はここでも伏せられています。',
  ),
  nl: words(
    'Uw chat met ons',
    'U',
    'Medewerker',
    'Automatisch bericht',
    'Wat in de chat verborgen was, is dat hier ook.',
  ),
  pl: words(
    'Twoja rozmowa z nami',
    'Ty',
    'Konsultant',
    'Wiadomość automatyczna',
    'Dane ukryte w czacie są ukryte także tutaj.',
  ),
  pt: words(
    'Seu chat conosco',
    'Você',
    'Atendente',
    'Mensagem automática',
    'O que estava oculto no chat também está oculto aqui.',
  ),
  sv: words(
    'Din chatt med oss',
    'Du',
    'Handläggare',
    'Automatiskt meddelande',
    'Det som doldes i chatten är dolt även här.',
  ),
  tr: words(
    'Bizimle sohbetiniz',
    'Siz',
    'Temsilci',
    'Otomatik mesaj',
    'Sohbette gizlenen değerler burada da gizlidir.',
  ),
  'zh-Hans': words('您与我们的聊天', '您', '客服', '自动消息', '聊天中隐藏的内容在此同样隐藏。'),
};

/** @param language BCP 47; English where there are no words in it */
export function transcriptWordsIn(language: string): TranscriptWords {
  return WORDS[language] ?? WORDS[language.split('-')[0] ?? ''] ?? (WORDS.en as TranscriptWords);
}

function words(
  subject: string,
  you: string,
  agent: string,
  automated: string,
  hidden: string,
): TranscriptWords {
  return { subject, you, agent, automated, hidden };
}
