/** What is shown or spoken before the chat has been fetched, and when it cannot be. The chat has its own words. */
export const launcherWords = 'Chat with us';
export const connectingWords = 'Connecting…';
export const failureWords = {
  heading: "We can't open chat right now",
  call: 'Call us',
  write: 'Send an email',
};
