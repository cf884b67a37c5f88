import { findAfterCues } from '../engine/cued.js';
import type { Detector } from './detector.js';

/** Serial numbers of devices, where they are called so. */
export const serialNumber: Detector = {
  type: 'SERIAL_NUMBER',
  cues: ['serial', 'sn'],
  find: (source, _options, cue) => findAfterCues(source, cue, { shape: SHAPE, reach: 16, digits: true }),
};

const SHAPE = /(?<![\w-])(?=[A-Z-]{0,19}\d)[A-Z\d][A-Z\d-]{4,23}(?![\w-])/;
