import type { Identifier } from '../engine/identifier.js';
import { africa } from './national/africa.js';
import { alps } from './national/alps.js';
import { asia } from './national/asia.js';
import { benelux } from './national/benelux.js';
import { easternEurope } from './national/eastern-europe.js';
import { france } from './national/france.js';
import { germany } from './national/germany.js';
import { india } from './national/india.js';
import { ireland } from './national/ireland.js';
import { italy } from './national/italy.js';
import { latinAmerica } from './national/latin-america.js';
import { middleEast } from './national/middle-east.js';
import { nordics } from './national/nordics.js';
import { oceania } from './national/oceania.js';
import { poland } from './national/poland.js';
import { portugal } from './national/portugal.js';
import { spain } from './national/spain.js';
import { taxIds } from './national/tax-ids.js';

/** National and tax identifiers by country. */
export const nationalIds: readonly Identifier[] = [
  ...spain,
  ...italy,
  ...germany,
  ...france,
  ...benelux,
  ...portugal,
  ...nordics,
  ...poland,
  ...alps,
  ...easternEurope,
  ...ireland,
  ...india,
  ...asia,
  ...middleEast,
  ...africa,
  ...latinAmerica,
  ...oceania,
  ...taxIds,
];
