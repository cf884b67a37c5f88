/** What the gateway puts into the script. All of it is public. */
export interface MessengerSettings {
  /** Genesys's bootstrap script. */
  readonly scriptUrl: string;
  /** As the Messenger snippet names the region. */
  readonly environment: string;
  readonly deploymentId: string;
  /** Every name of the region that pages may write: `euw1`, `prod-euw1`, `eu-west-1`, `mypurecloud.ie`. */
  readonly regionNames: readonly string[];
}

/** From the script tag. */
export interface PageSettings {
  /** Customer door, for example `https://www.bank.example/support`. */
  readonly basePath: string;
  /** Endpoint of the portal that vouches for the signed-in customer; empty where an identity provider does. */
  readonly assertionUrl: string;
  /** Whether failures are reported. */
  readonly isTelling: boolean;
}
