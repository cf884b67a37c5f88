import { parsePolicy } from '../policy.js';
import { comments, type Snippet } from './snippet.js';

const HEADER = 'Content-Security-Policy';

export const TARGETS = [
  'nginx',
  'apache',
  'cloudfront',
  'cloudflare',
  'express',
  'fastify',
  'next',
  'meta',
] as const;
export type Target = (typeof TARGETS)[number];

/** How the policy is sent by each kind of server. */
const RENDERERS: Readonly<Record<Target, (snippet: Snippet) => string>> = {
  nginx: ({ policy, reasons }) =>
    `${comments(
      [
        ...reasons,
        'A location with add_header lines of its own inherits none: repeat this line there.',
        'Where an application behind it sends a policy too, add: proxy_hide_header Content-Security-Policy;',
      ],
      '#',
    )}add_header ${HEADER} "${policy}" always;\n`,

  apache: ({ policy, reasons }) =>
    `${comments(
      [
        ...reasons,
        'Needs mod_headers (a2enmod headers). The first line removes what an application behind it sends.',
      ],
      '#',
    )}Header onsuccess unset ${HEADER}
Header always set ${HEADER} "${policy}"
`,

  cloudfront: ({ policy, reasons }) =>
    `${comments([...reasons, 'CloudFormation: name it as ResponseHeadersPolicyId of the cache behavior.'], '#')}Resources:
  ChatContentSecurityPolicy:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: chat-content-security-policy
        SecurityHeadersConfig:
          ContentSecurityPolicy:
            Override: true
            ContentSecurityPolicy: ${JSON.stringify(policy)}
`,

  // JSON has no comments; the description is what there is. Body of the Rulesets API, phase
  // http_response_headers_transform.
  cloudflare: ({ policy }) =>
    `${JSON.stringify(
      {
        name: 'Content-Security-Policy of the portal with chat',
        kind: 'zone',
        phase: 'http_response_headers_transform',
        rules: [
          {
            description: 'Content-Security-Policy of the portal with chat',
            expression: 'true',
            action: 'rewrite',
            action_parameters: { headers: { [HEADER]: { operation: 'set', value: policy } } },
          },
        ],
      },
      null,
      2,
    )}\n`,

  express: ({ policy, reasons }) =>
    `import helmet from 'helmet';\n\n${comments(reasons, '//')}app.use(helmet({ contentSecurityPolicy: ${helmetOptions(policy)} }));\n`,

  fastify: ({ policy, reasons }) =>
    `import helmet from '@fastify/helmet';\n\n${comments(reasons, '//')}await app.register(helmet, { contentSecurityPolicy: ${helmetOptions(policy)} });\n`,

  next: ({ policy, reasons }) =>
    `${comments(
      [
        ...reasons,
        "Next's own inline scripts need a nonce, which a proxy (middleware) adds for each response: replace",
        "'self' in script-src by 'nonce-…' 'strict-dynamic' there, and give the widget's <Script> that nonce.",
      ],
      '//',
    )}export default {
  async headers() {
    return [
      {
        source: '/:path*',
        headers: [{ key: '${HEADER}', value: ${JSON.stringify(policy)} }],
      },
    ];
  },
};
`,

  meta: ({ policy, reasons }) =>
    `${reasons.length === 0 ? '' : `<!--\n${comments(reasons, ' ')}  Headers are better: frame-ancestors, report-uri and sandbox do nothing here.\n-->\n`}<meta http-equiv="${HEADER}" content="${escapeAttribute(withoutHeaderOnly(policy))}">\n`,
};

export function render(target: Target, snippet: Snippet): string {
  if (/["\r\n\\$]/.test(snippet.policy)) {
    throw new Error(
      'A policy with quotation marks, backslashes, dollar signs or line breaks cannot be written safely. Remove them.',
    );
  }
  return RENDERERS[target](snippet);
}

/** helmet's form: what is not written here must not come from its defaults. */
function helmetOptions(policy: string): string {
  const directives = [...parsePolicy(policy).policy].map(
    ([name, values]) => `    ${JSON.stringify(name)}: ${JSON.stringify(values)},\n`,
  );
  return `{\n  useDefaults: false,\n  directives: {\n${directives.join('')}  },\n}`;
}

/** CSP 3 §3.3. */
function withoutHeaderOnly(policy: string): string {
  return policy
    .split('; ')
    .filter((directive) => !/^(frame-ancestors|report-uri|sandbox)\b/.test(directive))
    .join('; ');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
