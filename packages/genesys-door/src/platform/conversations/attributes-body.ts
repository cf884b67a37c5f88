import { z } from 'zod';

/** Participant data in requests. */
export const attributesBody = z.looseObject({ attributes: z.record(z.string(), z.string()).default({}) });
