import type { PanelActions } from './panel-state.js';

export type MessageActions = Pick<PanelActions, 'client' | 'filesUrl'>;
