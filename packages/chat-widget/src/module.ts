import { loadFrom } from './loader/load-from.js';

export { ThroughlineChat } from './loader/element.js';

loadFrom(import.meta.url);
