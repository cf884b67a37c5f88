import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/**
 * Keys and tokens that their own form gives away: PEM private keys (RFC 7468), JSON Web Tokens (RFC 7519), `Bearer` and
 * `Basic` credentials (RFC 6750, 7617), passwords in URLs (RFC 3986 §3.2.1), and keys with their vendor's published prefix.
 */
export const secret: Detector = {
  type: 'SECRET',
  looksAt: 'codes',
  cues: [
    'hooks',
    'discord',
    'discordapp',
    'begin',
    'bearer',
    'basic',
    'sk',
    'pk',
    'rk',
    'xoxb',
    'xoxp',
    'xoxa',
    'xoxr',
    'xoxs',
    'xoxe',
    'xapp',
    'glpat',
    'gldt',
    'glrt',
    'glptt',
    'sg',
    'whsec',
    'age',
    'dapi',
    'key',
    'pul',
    'hvs',
    'hvb',
    'dckr',
    'pat',
    'live',
    'test',
    'shpat',
    'shpss',
    'shpca',
    'npm',
    'hf',
    'ghp',
    'gho',
    'ghu',
    'ghs',
    'ghr',
    'secret',
    'sq',
    'access',
    'lin',
    'api',
    'figd',
    'nvapi',
    'gsk',
    'xai',
    'ant',
    'proj',
    'sntrys',
    'sntryu',
    'glsa',
    'glc',
    'dop',
    'doo',
    'dor',
    'ops',
    'amzn',
  ],
  find,
};

function find({ text, codes, words, colons }: ScannedText, _options: unknown, cue: number): readonly Span[] {
  const spans: Span[] = [];
  const tryAt = (start: number, shape: RegExp): void => {
    if (start < (spans.at(-1)?.end ?? 0)) return;
    shape.lastIndex = start;
    const match = shape.exec(text);
    if (match === null) return;
    const value = match[1] ?? match[0];
    const at = start + match[0].lastIndexOf(value);
    spans.push({ start: at, end: at + value.length, score: 1 });
  };
  for (const start of merged(codes, words, cue)) tryAt(start, TOKEN);
  const urls: Span[] = [];
  for (const colon of colons) {
    if (!text.startsWith('//', colon + 1) || colon < (urls.at(-1)?.end ?? 0)) continue;
    USER_INFO.lastIndex = colon + 3;
    const value = USER_INFO.exec(text)?.[0];
    if (value !== undefined) urls.push({ start: colon + 3, end: colon + 3 + value.length, score: 1 });
  }
  return [
    ...spans,
    ...urls.filter((url) => !spans.some(({ start, end }) => start < url.end && url.start < end)),
  ].sort((a, b) => a.start - b.start);
}

/** Where a token may begin: at cue words, and at code tokens that are long enough. */
function merged(codes: ScannedText['codes'], words: ScannedText['words'], cue: number): readonly number[] {
  const starts = codes.filter(({ start, end }) => end - start >= 8).map(({ start }) => start);
  const cued: number[] = [];
  for (let index = words.next(0, cue); index < words.length; index = words.next(index + 1, cue)) {
    cued.push(words.start(index));
  }
  return cued.length === 0 ? starts : [...starts, ...cued].sort((a, b) => a - b);
}

const USER_INFO = /[^\s:@/]{0,100}:[^\s@/]{1,200}(?=@)/y;

const TOKEN = new RegExp(
  [
    '(?<=-----)BEGIN [A-Z ]{0,24}PRIVATE KEY(?: BLOCK)?-----[\\sA-Za-z0-9+/=:,.\\\\]{0,8000}(?:-----END [A-Z ]{0,24}PRIVATE KEY(?: BLOCK)?-----)?',
    '(?<![\\w-])eyJ[\\w-]{5,4000}\\.[\\w-]{5,4000}(?:\\.[\\w-]{0,2000}){0,3}',
    '[Bb]earer\\s+([\\w.~+/=-]{12,2000})',
    '[Bb]asic\\s+([A-Za-z0-9+/]{12,400}={0,2})(?![A-Za-z0-9])(?<=[A-Z0-9=][A-Za-z0-9+/=]{0,400})',
    '(?:hooks\\.slack\\.com/services|discord(?:app)?\\.com/api/webhooks)/([\\w/-]{20,120})',
    '(?<!\\w)(?:' +
      [
        '[rsp]k_(?:live|test|prod)_\\w{10,200}',
        'whsec_[\\w+/=]{20,100}',
        'sk-(?:proj-|ant-|svcacct-|admin-|or-)?[\\w-]{20,250}',
        'gh[oprsu]_[A-Za-z0-9]{30,255}',
        'github_pat_\\w{20,255}',
        'gl(?:pat|dt|rt|ptt|ft|imt|agent|soat|oas|cbt)-[\\w.=-]{18,100}',
        'xox[abeprs](?:\\.xox[bp])?-[\\w-]{10,250}',
        'xapp-\\d-[\\w-]{20,200}',
        '(?:A[KS]IA|ABIA|ACCA|A3T[A-Z0-9])[A-Z2-7]{16}\\b',
        'AIza[\\w-]{35}',
        'ya29\\.[\\w-]{20,300}',
        'GOCSPX-[\\w-]{20,40}',
        '\\d{6,}-\\w{32}\\.apps\\.googleusercontent\\.com',
        'SG\\.[\\w-]{16,64}\\.[\\w-]{16,64}',
        'key-[0-9a-f]{32}\\b',
        '[0-9a-f]{32}-us\\d{1,2}\\b',
        'npm_[A-Za-z0-9]{30,100}',
        'pypi-[\\w-]{50,300}',
        'hf_[A-Za-z]{30,100}|hf_\\w{30,100}',
        'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}',
        'sq0(?:atp|csp|idp)-[\\w-]{22,60}|EAAA[\\w-]{60}|EAA[A-Za-z0-9]{40,300}',
        'dop_v1_[0-9a-f]{64}|do[or]_v1_[0-9a-f]{64}',
        'dckr_(?:pat|oat)_[\\w-]{20,60}',
        'dapi[0-9a-h]{32}',
        'pul-[0-9a-f]{40}',
        'hv[bsr]\\.[\\w-]{20,300}',
        'AGE-SECRET-KEY-1[0-9A-Z]{58}',
        'glsa_\\w{32,50}|glc_[\\w+/=]{32,400}',
        'lin_api_\\w{30,60}',
        'figd_[\\w-]{30,60}',
        'nvapi-[\\w-]{40,100}',
        '(?:gsk|xai)[_-]\\w{40,120}',
        'sntry[su]_[\\w=+/-]{40,250}',
        'PMAK-[0-9a-f]{24}-[0-9a-f]{34}',
        'NRAK-[A-Z0-9]{27}|NRI[IQS]-[\\w-]{20,40}',
        'AC[0-9a-f]{32}\\b|SK[0-9a-f]{32}\\b',
        'secret_[A-Za-z0-9]{40,50}|ntn_\\w{40,60}',
        'patt?[A-Za-z0-9]{14}\\.[0-9a-f]{60,70}',
        'amzn\\.mws\\.[0-9a-f-]{36}',
        'rubygems_[0-9a-f]{48}',
        'EZ[AT]K[A-Za-z0-9]{54}',
        'access_token\\$(?:production|sandbox)\\$\\w{16}\\$[0-9a-f]{32}',
        'ATATT3[\\w=+-]{60,250}|ATCTT3[\\w=+-]{60,250}|ATBB\\w{28,40}',
        'tfp_\\w{40,60}|FLW(?:PUB|SEC)K_TEST-[\\w-]{10,60}|FLWSECK-[\\w-]{10,60}',
        'r8_\\w{30,60}|p8e-\\w{24,40}|LTAI[A-Za-z0-9]{12,24}|AKID[A-Za-z0-9]{13,40}',
        'sl\\.[\\w-]{60,200}|duffel_(?:test|live)_[\\w-]{30,60}|frpk_\\w{20,80}|ops_eyJ[\\w-]{100,2000}',
      ].join('|') +
      ')',
  ].join('|'),
  'y',
);
