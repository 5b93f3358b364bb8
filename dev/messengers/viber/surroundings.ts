/** Everything about the stand-in that a test may want to bend. */
export type ViberStandInOptions = {
  port?: number
  host?: string
  clock?: () => Date
  /** Length of a second between two tries of one callback. */
  secondMs?: number
  /** Wait in ms before the n-th repeat (from 1) of a callback that was not answered with 200. */
  retryDelaysMs?: (attempt: number) => number
  /** How long an answer to a callback is awaited; 5 s at the real one. */
  webhookTimeoutMs?: number
  /** How many messages in an hour somebody who is silent may get; 100 at the real one. */
  silentLimit?: number
  random?: () => number
}

/** What the parts of the stand-in share. */
export type Surroundings = {
  clock: () => Date
  retryDelaySeconds: (attempt: number) => number
  secondMs: number
  webhookTimeoutMs: number
  silentLimit: number
  random: () => number
  /** http://host:port of the stand-in itself, under which files of persons lie. */
  base: string
  /** Told after anything a watcher of the playground could see. */
  changed: () => void
}

export const createSurroundings = (options: ViberStandInOptions): Surroundings => {
  const secondMs = options.secondMs ?? 1000
  const { retryDelaysMs } = options
  return {
    clock: options.clock ?? (() => new Date()),
    retryDelaySeconds: retryDelaysMs
      ? (attempt) => retryDelaysMs(attempt) / secondMs
      : (attempt) => (attempt <= quickRepeats ? 1 : 60),
    secondMs,
    webhookTimeoutMs: options.webhookTimeoutMs ?? 5_000,
    silentLimit: options.silentLimit ?? 100,
    random: options.random ?? Math.random,
    base: '',
    changed: () => {},
  }
}

/** About three repeats a second apart, then one a minute [Bogdaan/viber-bot-php#37]. */
const quickRepeats = 3
