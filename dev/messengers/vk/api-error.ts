const texts: Record<number, string> = {
  1: 'Unknown error occurred',
  3: 'Unknown method passed',
  5: 'User authorization failed: invalid access_token (4).',
  6: 'Too many requests per second',
  7: 'Permission to perform this action is denied',
  8: 'Invalid request',
  9: 'Flood control',
  10: 'Internal server error',
  14: 'Captcha needed',
  15: 'Access denied',
  18: 'User was deleted or banned',
  27: 'Group authorization failed',
  29: 'Rate limit reached',
  100: 'One of the parameters specified was missing or invalid',
  113: 'Invalid user id',
  121: 'Invalid hash',
  900: "Can't send messages for users from blacklist",
  901: "Can't send messages for users without permission",
  902: "Can't send messages to this user due to their privacy settings",
  909: "Can't edit this message, because it's too old",
  911: 'Keyboard format is invalid',
  914: 'Message is too long',
  920: "Can't edit this kind of message",
  924: "Can't delete this message for everybody",
  936: 'Contact not found',
  2000: "Couldn't save callback server: servers limit",
}

/** A refusal of VK: HTTP 200 with a number and words. */
export class VkError extends Error {
  readonly code: number

  constructor(code: number, detail?: string) {
    const text = texts[code] ?? 'Error'
    super(detail === undefined ? text : `${text}: ${detail}`)
    this.code = code
  }
}

export const badParameter = (detail: string): VkError => new VkError(100, detail)
