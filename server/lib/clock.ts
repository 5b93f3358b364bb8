/** What time it is: injected wherever time decides something, so that tests can turn it. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
