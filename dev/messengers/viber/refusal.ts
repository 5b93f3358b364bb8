/** Viber's own words for its statuses. */
const names: Record<number, string> = {
  1: 'invalidUrl',
  2: 'invalidAuthToken',
  3: 'badData',
  4: 'missingData',
  5: 'receiverNotRegistered',
  6: 'notSubscribed',
  7: 'publicAccountBlocked',
  8: 'publicAccountNotFound',
  9: 'publicAccountSuspended',
  10: 'webhookNotSet',
  11: 'receiverNoSuitableDevice',
  12: 'tooManyRequests',
  13: 'apiVersionNotSupported',
  14: 'incompatibleWithVersion',
  15: 'publicAccountNotAuthorized',
}

/** A call that is answered with a status other than 0. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, detail?: string) {
    super(detail ?? names[status] ?? 'generalError')
    this.status = status
  }
}

export const badData = (detail: string): Refusal => new Refusal(3, detail)
export const missingData = (detail: string): Refusal => new Refusal(4, detail)
