import { tooManyRequests } from './api-error.ts'
import type { Surroundings } from './surroundings.ts'

type Bucket = { tokens: number; at: number }

/** Limits by token buckets that hold one second's worth; time is the injected clock's. */
export class FloodMeter {
  private readonly surroundings: Surroundings
  private readonly chats = new Map<number, Bucket>()
  private readonly bot: Bucket = { tokens: Number.POSITIVE_INFINITY, at: 0 }

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
  }

  /** Takes room for `count` messages or throws 429 with the wait. */
  spend(chatId: number, count: number): void {
    const limits = this.surroundings.limits
    if (!limits) return
    const now = this.surroundings.clock().getTime()
    const chat = this.chats.get(chatId) ?? { tokens: Number.POSITIVE_INFINITY, at: now }
    this.chats.set(chatId, chat)
    const waits = [
      waitSeconds(chat, limits.perChatPerSecond, now),
      waitSeconds(this.bot, limits.perBotPerSecond, now),
    ]
    const wait = Math.max(...waits)
    if (wait > 0) throw tooManyRequests(Math.ceil(wait))
    chat.tokens -= count
    this.bot.tokens -= count
  }
}

/** An album may overdraw: it is let through whole and the debt is waited for by what follows. */
const waitSeconds = (bucket: Bucket, perSecond: number | undefined, now: number): number => {
  if (perSecond === undefined) return 0
  const refill = ((now - bucket.at) / 1000) * perSecond
  bucket.tokens = Math.min(Math.max(1, perSecond), bucket.tokens + refill)
  bucket.at = now
  return bucket.tokens >= 1 ? 0 : (1 - bucket.tokens) / perSecond
}
