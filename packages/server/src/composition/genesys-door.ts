import type { EmbeddedContactCenter } from '@throughline/contact-center';
import type { Core } from '@throughline/core';
import { createGenesysDoor, type GenesysDoor } from '@throughline/genesys-door';
import { v7 as uuidv7 } from 'uuid';
import type { ServerOptions } from '../config/options.js';
import { listen } from './doors.js';
import type { Foundation } from './foundation.js';

/** Null when that door is not enabled. */
export async function openGenesysDoor(
  { genesysDoor, mode }: ServerOptions,
  { bus, clock, logger }: Foundation,
  contactCenter: EmbeddedContactCenter,
  { mask, maskMessage }: Core,
): Promise<GenesysDoor | null> {
  if (!genesysDoor) return null;
  return createGenesysDoor({
    ...genesysDoor,
    contactCenter,
    bus,
    clock,
    mask,
    maskMessage,
    newId: uuidv7,
    production: mode === 'production',
    onFailure: (err, what) => logger.warn({ err, what }, 'the Genesys-compatible door failed'),
  });
}

/** @returns The door's address for this machine. */
export async function listenForGenesys(
  door: GenesysDoor | null,
  { genesysDoor }: ServerOptions,
): Promise<string | null> {
  if (!door || !genesysDoor) return null;
  const url = await listen(door.app, genesysDoor.listen, 'Genesys-compatible');
  return genesysDoor.tls ? url.replace('http:', 'https:') : url;
}
