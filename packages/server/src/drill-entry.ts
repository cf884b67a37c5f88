/** What `throughline drill` needs. */
export { type DrillReport, MOST_CUSTOMERS, rehearseGenesysDown } from './drill/genesys-down.js';
export { renderDrillReport } from './drill/render-report.js';
