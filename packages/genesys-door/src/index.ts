export { createGenesysDoor, type GenesysDoor } from './door.js';
export {
  DEFAULT_DEPLOYMENT,
  DEFAULT_DOOR_LIMITS,
  type Deployment,
  type DoorIdentityProvider,
  type DoorLimits,
  type GenesysDoorOptions,
} from './options.js';
