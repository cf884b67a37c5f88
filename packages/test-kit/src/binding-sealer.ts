import type { Sealer } from '@throughline/core';

/** Test double: hides nothing, but opens a value only for the customer and binding that it was sealed for. */
export class BindingSealer implements Sealer {
  async seal(customerId: string, binding: string, plain: string): Promise<Uint8Array> {
    return Buffer.from(JSON.stringify([customerId, binding, plain]));
  }

  async open(customerId: string, binding: string, sealed: Uint8Array): Promise<string> {
    const [customer, bound, plain] = JSON.parse(Buffer.from(sealed).toString()) as string[];
    if (customer !== customerId || bound !== binding || plain === undefined)
      throw new Error('sealed otherwise');
    return plain;
  }

  async derive(): Promise<Uint8Array> {
    throw new Error('nothing here derives keys');
  }
}
