import { describe, expect, it } from 'vitest';
import { checkCompose, checkDeploy, checkManifests } from './check-deploy.mjs';

describe('deployment files', () => {
  it('are what Compose and Kubernetes accept', async () => {
    expect(await checkDeploy()).toEqual([]);
  });

  it('are reported when Compose would refuse them', () => {
    expect(checkCompose('services: { a: { image: x, prots: ["1:1"] } }')).toEqual([
      'deploy/compose.yaml /services/a must NOT have additional properties {"additionalProperty":"prots"}',
    ]);
  });

  it('are reported when Kubernetes would refuse them', async () => {
    const budget = (/** @type {string} */ spec) =>
      `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: a }\nspec: ${spec}`;
    expect(await checkManifests('a.yaml', budget('{ minAvailable: 1 }'))).toEqual([]);
    expect(await checkManifests('a.yaml', budget('{ selector: 7 }'))).toHaveLength(1);
    expect(
      await checkManifests('a.yaml', 'apiVersion: apps/v1\nkind: Deploymint\nmetadata: { name: a }'),
    ).toHaveLength(1);
  });
});
