/**
 * What is shown or spoken before the chat has been fetched, and when it cannot be; in English. Of other languages' scripts
 * (`widget.de.js`) the build puts these in.
 */
export const firstWords = {
  title: 'Chat with us',
  connecting: 'Connecting…',
  failureHeading: "We can't open chat right now",
  callUs: 'Call us',
  sendEmail: 'Send an email',
};
