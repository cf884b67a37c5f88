export {
  type ArchitectExport,
  type ArchitectGap,
  type ArchitectOptions,
  toArchitect,
} from './export-flow.js';
