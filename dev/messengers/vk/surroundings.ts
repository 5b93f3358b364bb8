/** Everything about the stand-in that a test may want to bend. */
export type VkStandInOptions = {
  port?: number
  host?: string
  clock?: () => Date
  /** Length of a second in long polls, in waits before a repeat and in Retry-After. */
  secondMs?: number
  /** Seconds before the n-th repeat (from 1) of an event that was not answered well. */
  retryDelaySeconds?: (attempt: number) => number
  /** How long the answer to an event is awaited, in real ms. */
  callbackTimeoutMs?: number
  /** By default plain http is allowed to loopback addresses only. */
  allowHttpCallback?: boolean
  /** Requests of one token within a second; off unless given (20 at the real one). */
  requestsPerSecond?: number
  /** Numbers of messages go on from here, for a stand-in that begins anew beside a product that does not. */
  firstId?: number
  /** How many events a Long Poll server remembers. */
  keptEvents?: number
}

/** What the parts of the stand-in share. */
export type Surroundings = {
  clock: () => Date
  /** Unix time in seconds, as all dates of VK. */
  now: () => number
  /** http://host:port, once it listens. */
  root: string
  secondMs: number
  retryDelaySeconds: (attempt: number) => number
  callbackTimeoutMs: number
  allowHttpCallback: boolean | undefined
  requestsPerSecond: number | undefined
  keptEvents: number
  firstId: number
  /** Told after anything a watcher of the playground could see. */
  changed: (communityId: number, peerId: number | null) => void
}

export const createSurroundings = (options: VkStandInOptions): Surroundings => {
  const clock = options.clock ?? (() => new Date())
  const secondMs = options.secondMs ?? 1000
  return {
    clock,
    now: () => Math.floor(clock().getTime() / 1000),
    root: '',
    secondMs,
    retryDelaySeconds: options.retryDelaySeconds ?? ((attempt) => Math.min(18 * attempt, 120)),
    callbackTimeoutMs: options.callbackTimeoutMs ?? 10_000,
    allowHttpCallback: options.allowHttpCallback,
    requestsPerSecond: options.requestsPerSecond,
    keptEvents: options.keptEvents ?? 1000,
    firstId: options.firstId ?? 0,
    changed: () => {},
  }
}
