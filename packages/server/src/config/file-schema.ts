import { z } from 'zod';
import { DEFAULT_FILE_TYPES, FILE_TYPES } from '../files/file-types.js';
import { file } from './schema-parts.js';

const MEGABYTE = 1_000_000;

const scannerSchema = z
  .union([
    z.strictObject({
      host: z.string().min(1).describe('Host of clamd'),
      port: z.int().min(1).max(65_535).default(3310).describe('Port of clamd'),
    }),
    z.strictObject({ socket: file.describe("Path of clamd's Unix socket") }),
    z.literal('test'),
  ])
  .describe(
    'Where ClamAV answers, which looks into every file before it is kept; `test` knows the EICAR test file alone, and production refuses it',
  );

export const fileSchema = z
  .strictObject({
    scanner: scannerSchema,
    scanSeconds: z
      .number()
      .min(1)
      .max(300)
      .default(30)
      .describe('Longest that the scan of one file may take'),
    maxMegabytes: z.number().min(0.1).max(25).default(10).describe('Largest file, in millions of bytes'),
    customerMegabytes: z
      .number()
      .min(1)
      .max(10_000)
      .default(200)
      .describe("Most that the files of one customer's conversations take, in millions of bytes"),
    types: z
      .array(z.enum(Object.keys(FILE_TYPES)))
      .min(1)
      .default([...DEFAULT_FILE_TYPES])
      .describe('Media types that are taken'),
  })
  .optional()
  .describe(
    'Files that customers and agents send to each other; no files are taken when not set. What is in a file is not masked',
  );

export type FileConfiguration = NonNullable<z.infer<typeof fileSchema>>;

export function toFileSettings(
  { scanner, scanSeconds, maxMegabytes, customerMegabytes, types }: FileConfiguration,
  resolve: (path: string) => string,
) {
  return {
    rules: { maxBytes: maxMegabytes * MEGABYTE, types },
    quotaBytes: customerMegabytes * MEGABYTE,
    scanner:
      scanner === 'test'
        ? scanner
        : {
            connect: 'socket' in scanner ? { path: resolve(scanner.socket) } : scanner,
            timeoutMs: scanSeconds * 1_000,
          },
  };
}
