export { type AwsKmsSettings, openAwsKmsKey } from './aws-kms-key.js';
