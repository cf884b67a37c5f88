import { type Region, regionHosts } from '@throughline/guest-api';
import type { Load } from './match.js';

/** Something that the chat loads, and the source that a policy must name for it. */
export interface Need extends Pick<Load, 'kind' | 'url' | 'byScript'> {
  /** As it is written into the policy: never wider than needed. */
  readonly source: string;
  /** For people: what it is. */
  readonly what: string;
  /** What the customer sees, or does not see, without it. */
  readonly without: string;
  /** False for what only part of the chat needs. */
  readonly essential: boolean;
}

export interface Needs {
  readonly loads: readonly Need[];
  /** Whether all of it works where Trusted Types are required and no policy for them may be made. */
  readonly worksUnderTrustedTypes: boolean;
}

/**
 * Relay mode: everything comes from the gateway.
 * @param gateway Its address below the portal, such as `https://www.bank.example/support`.
 * @param page Any page of the portal.
 */
export function relayNeeds(gateway: URL, page: URL): Needs {
  const isOwn = gateway.origin === page.origin;
  const socket = at(gateway, 'v1/socket');
  socket.protocol = gateway.protocol === 'http:' ? 'ws:' : 'wss:';
  const own = (url: URL) => (isOwn ? "'self'" : url.origin);
  return {
    loads: [
      {
        kind: 'script-src-elem',
        url: at(gateway, 'widget.js'),
        source: own(gateway),
        what: "the widget's script",
        without: 'no chat button appears at all, and the page shows nothing of it',
        essential: true,
      },
      {
        kind: 'script-src-elem',
        url: at(gateway, 'widget/1/core.js'),
        byScript: true,
        source: own(gateway),
        what: 'the rest of the widget, which it fetches when it is needed',
        without: 'the button appears, and opening it leads to the failure card',
        essential: true,
      },
      {
        kind: 'connect-src',
        url: at(gateway, 'v1/session'),
        source: own(gateway),
        what: 'the sign-in without a second login',
        without: 'the chat cannot find out who the customer is, and offers the telephone instead',
        essential: true,
      },
      {
        kind: 'connect-src',
        url: socket,
        source: isOwn ? "'self'" : socket.origin,
        what: 'the WebSocket of the chat',
        without: 'messages go over slower HTTP requests, or not at all',
        essential: true,
      },
    ],
    worksUnderTrustedTypes: true,
  };
}

/** Where files that customers send are uploaded to, by the code of a region; documented for these. */
const UPLOAD_REGIONS = /^prod(?:-([a-z]+\d))?$/;

/** Regions that were on `mypurecloud` domains serve from a second one too, named by their code. */
function domainsOf({ domain, environment }: Region): string[] {
  const code = environment === 'prod' ? 'use1' : environment.replace('prod-', '');
  return domain.startsWith('mypurecloud.') ? [domain, `${code}.pure.cloud`] : [domain];
}

function uploadHost({ awsRegion, environment }: Region): string {
  const match = UPLOAD_REGIONS.exec(environment);
  if (!match) return `shyrka-${environment}.s3-fips.${awsRegion}.amazonaws.com`;
  return match[1] === undefined
    ? 'shyrka-prod.s3.amazonaws.com'
    : `shyrka-${environment}.s3.${awsRegion}.amazonaws.com`;
}

/**
 * Direct mode: Genesys's own Messenger in the page, and the gateway beside it. Hosts as Genesys's page "Content Security
 * Policy" of web messaging names them, but each by its name instead of a wildcard for the whole domain.
 */
export function directNeeds(region: Region, gateway: URL, page: URL): Needs {
  const relay = relayNeeds(gateway, page);
  const [script, , session, socket] = relay.loads;
  const fromGateway = [
    ...(script
      ? [{ ...script, url: at(gateway, 'messenger.js'), what: "the gateway's script for the Messenger" }]
      : []),
    ...(session ? [session] : []),
    // For whoever has a conversation at the gateway already, and goes on in its own chat.
    ...(socket ? [{ ...socket, essential: false }] : []),
  ];
  const hosts = domainsOf(region).map((domain) => regionHosts({ ...region, domain }));
  const perDomain = hosts.flatMap(({ apps, api, cdn, socket }, index): Need[] => {
    const essential = index === 0;
    return [
      load('script-src-elem', `${apps}/genesys-bootstrap/genesys.min.js`, {
        byScript: true,
        what: "Genesys's script",
        without: 'the Messenger never appears, and the page says nothing about it',
        essential,
      }),
      load('connect-src', `${cdn}/webdeployments/v1/deployments/`, {
        what: 'the settings of the deployment',
        without: 'the Messenger does not start',
        essential,
      }),
      load('connect-src', `${apps}/`, {
        what: 'parts of the Messenger',
        without: 'the Messenger does not start',
        essential,
      }),
      load('connect-src', `${api}/api/v2/webmessaging/messages`, {
        what: 'history, files and sign-in',
        without: 'earlier messages are missing, and signing in fails',
        essential,
      }),
      load('connect-src', socket, {
        what: 'the WebSocket of the chat',
        without: 'no message is sent',
        essential,
      }),
      load('frame-src', `${apps}/`, {
        what: "the Messenger's own window",
        without: 'the button opens an empty box',
        essential,
      }),
      load('img-src', `${apps}/`, { what: 'pictures', without: 'pictures are missing', essential: false }),
    ];
  });
  const uploads = load('connect-src', `https://${uploadHost(region)}/`, {
    what: 'files that customers send',
    without: 'files cannot be sent',
    essential: false,
  });
  return { loads: [...fromGateway, ...perDomain, uploads], worksUnderTrustedTypes: false };
}

function load(
  kind: Load['kind'],
  address: string,
  rest: Pick<Need, 'what' | 'without' | 'essential'> & { readonly byScript?: boolean },
): Need {
  const url = new URL(address);
  return { kind, url, source: url.origin, ...rest };
}

function at(gateway: URL, path: string): URL {
  return new URL(path, gateway.href.endsWith('/') ? gateway : `${gateway.href}/`);
}
