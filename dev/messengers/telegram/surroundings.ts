/** Everything about the stand-in that a test may want to bend. */
export type TelegramStandInOptions = {
  port?: number
  host?: string
  clock?: () => Date
  /** Wait in ms before the n-th repeat (from 1) of an update the webhook did not accept. */
  retryDelaysMs?: (attempt: number) => number
  /** How long the webhook's answer is awaited; 60 s at the real one. */
  webhookTimeoutMs?: number
  /** Length of a second in Retry-After from the webhook, long polls and the pause between two setWebhook calls. */
  secondMs?: number
  /** By default plain http is allowed to loopback addresses only. */
  allowHttpWebhook?: boolean
  /** Flood limits; off unless given. An album counts as its parts. */
  limits?: FloodLimits
  random?: () => number
  /** Ids of updates and of messages go on from here, for a stand-in that begins anew beside a product that does not. */
  firstId?: number
}

type FloodLimits = { perChatPerSecond?: number; perBotPerSecond?: number }

/** What the parts of the stand-in share. */
export type Surroundings = {
  clock: () => Date
  /** Unix time in seconds, as all dates of the Bot API. */
  now: () => number
  retryDelayMs: (attempt: number) => number
  webhookTimeoutMs: number
  secondMs: number
  allowHttpWebhook: boolean | undefined
  limits: FloodLimits | undefined
  random: () => number
  firstId: number | undefined
  /** Told after anything a watcher of the playground could see. */
  changed: (botId: number, chatId: number | null) => void
}

export const createSurroundings = (options: TelegramStandInOptions): Surroundings => {
  const clock = options.clock ?? (() => new Date())
  const random = options.random ?? Math.random
  const secondMs = options.secondMs ?? 1000
  return {
    clock,
    now: () => Math.floor(clock().getTime() / 1000),
    retryDelayMs: options.retryDelaysMs ?? ((attempt) => usualDelaySeconds(attempt, random) * secondMs),
    webhookTimeoutMs: options.webhookTimeoutMs ?? 60_000,
    secondMs,
    allowHttpWebhook: options.allowHttpWebhook,
    limits: options.limits,
    random,
    firstId: options.firstId,
    changed: () => {},
  }
}

/** First repeat at once, then 2, 4, 8… s up to a random 60–120 s [WebhookActor.cpp on_update_error]. */
const usualDelaySeconds = (attempt: number, random: () => number): number =>
  attempt === 1 ? 0 : Math.min(2 ** (attempt - 1), 60 + random() * 60)
