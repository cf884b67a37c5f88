export { SmtpSender, type SmtpSettings } from './smtp-sender.js';
