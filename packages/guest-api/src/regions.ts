/** One region of Genesys Cloud. */
export interface Region {
  /** AWS name, such as `eu-west-1`. */
  readonly awsRegion: string;
  readonly domain: string;
  /** `environment` of the Messenger snippet. */
  readonly environment: string;
}

const region = (awsRegion: string, domain: string, environment: string): Region => ({
  awsRegion,
  domain,
  environment,
});

export const REGIONS: readonly Region[] = [
  region('us-east-1', 'mypurecloud.com', 'prod'),
  region('us-east-2', 'use2.us-gov-pure.cloud', 'fedramp-use2-core'),
  region('us-west-2', 'usw2.pure.cloud', 'prod-usw2'),
  region('ca-central-1', 'cac1.pure.cloud', 'prod-cac1'),
  region('mx-central-1', 'mxc1.pure.cloud', 'prod-mxc1'),
  region('sa-east-1', 'sae1.pure.cloud', 'prod-sae1'),
  region('eu-west-1', 'mypurecloud.ie', 'prod-euw1'),
  region('eu-west-2', 'euw2.pure.cloud', 'prod-euw2'),
  region('eu-central-1', 'mypurecloud.de', 'prod-euc1'),
  region('eu-central-2', 'euc2.pure.cloud', 'prod-euc2'),
  region('me-central-1', 'mec1.pure.cloud', 'prod-mec1'),
  region('ap-south-1', 'aps1.pure.cloud', 'prod-aps1'),
  region('ap-northeast-1', 'mypurecloud.jp', 'prod-apne1'),
  region('ap-northeast-2', 'apne2.pure.cloud', 'prod-apne2'),
  region('ap-northeast-3', 'apne3.pure.cloud', 'prod-apne3'),
  region('ap-southeast-1', 'apse1.pure.cloud', 'prod-apse1'),
  region('ap-southeast-2', 'mypurecloud.com.au', 'prod-apse2'),
  region('eusc-de-east-1', 'edee1.eusc-pure.cloud', 'eusc-edee1-core'),
];

/** The region with this domain, AWS name or snippet environment; null when there is none. */
export function findRegion(name: string): Region | null {
  const wanted = name.toLowerCase();
  const found = REGIONS.find((candidate) => Object.values(candidate).includes(wanted));
  return found ?? null;
}

/** The addresses that a guest client of this region uses. */
export function regionHosts({ domain }: Region) {
  return {
    socket: `wss://webmessaging.${domain}/v1`,
    api: `https://api.${domain}`,
    cdn: `https://api-cdn.${domain}`,
    apps: `https://apps.${domain}`,
    login: `https://login.${domain}`,
  };
}
