/** Sending files from a browser. An entry of its own, so that a chat without files does not load it. */
export { type FileUpload, startUpload, UploadError, type UploadTarget } from './file-upload.js';
export { type PreparedImage, prepareImage } from './prepare-image.js';
