/** What the demo and the emulator use. Public on purpose: both run on loopback only, and production refuses it. */

/** The demo portal's name in its assertions. */
export const DEMO_ISSUER = 'https://meridian.example';

export const DEMO_DEPLOYMENT_ID = '5e1f5e1f-0000-4000-8000-000000000001';

export const DEMO_CLIENT = { id: 'demo-client', secret: 'demo-secret' };
