/** What one is shown when a messenger is connected; its words stand beside it. */
export type MessengerGuide = {
  /** Where the token is to be had. */
  tokenPage: string
  /** A whole token looks like this; what is certain is left to the messenger. */
  pattern: RegExp
  placeholder: string
  /** The chat with the bot, for a phone's camera. */
  chatLink: (handle: string) => string
  /** The handle as people write it. */
  shownHandle: (handle: string) => string
}
