import { showContent } from './rich/content.js';
import { createFileTray } from './rich/file-tray.js';
import { showFormatted } from './rich/formatted.js';
import { RICH_CSS } from './rich/styles.js';

/** What a chat needs in which more than plain text is said: fetched with the first such message, or the first file. */
export { createFileTray, RICH_CSS, showContent, showFormatted };
