import { allowUpdates } from './allowed-updates.ts'
import { RawJson } from './answer.ts'
import { ApiError } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import type { CallParameters } from './call-parameters.ts'
import type { PendingUpdate } from './update-log.ts'

type LongPoll = { cancel: (error: ApiError) => void }
type LastCall = { offset: number; at: number }

const longPolls = new WeakMap<BotState, LongPoll>()
const lastCalls = new WeakMap<BotState, LastCall>()
const maxTimeoutSeconds = 50
const slowedSeconds = 3

/** Ends a waiting getUpdates call with an error. */
export const dropLongPoll = (bot: BotState, error: ApiError): void => longPolls.get(bot)?.cancel(error)

/** Long polling. `signal` ends the wait when the client has gone. */
export const getUpdates = async (
  bot: BotState,
  parameters: CallParameters,
  signal: AbortSignal,
): Promise<RawJson> => {
  if (bot.delivery.settings) {
    throw new ApiError(
      409,
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
  }
  allowUpdates(bot, parameters)
  const offset = parameters.integer('offset') ?? 0
  const limit = Math.min(100, Math.max(1, parameters.integer('limit') ?? 100))
  const asked = Math.min(maxTimeoutSeconds, Math.max(0, parameters.integer('timeout') ?? 0))
  if (offset > 0) bot.updates.confirmBelow(offset)
  if (offset < 0) bot.updates.keepLast(-offset)
  const timeout = slowed(bot, offset, asked)
  const ready = bot.updates.first(limit)
  if (ready.length > 0 || timeout === 0) return asJson(ready)
  dropLongPoll(
    bot,
    new ApiError(
      409,
      'terminated by other getUpdates request; make sure that only one bot instance is running',
    ),
  )
  await nextArrival(bot, timeout * bot.surroundings.secondMs, signal)
  return asJson(bot.updates.first(limit))
}

/** The same offset again within 3 s with a short timeout is made to wait. */
const slowed = (bot: BotState, offset: number, asked: number): number => {
  const now = performance.now()
  const last = lastCalls.get(bot)
  lastCalls.set(bot, { offset, at: now })
  if (!last || last.offset !== offset || asked >= slowedSeconds) return asked
  return now < last.at + slowedSeconds * bot.surroundings.secondMs ? slowedSeconds : asked
}

const nextArrival = (bot: BotState, timeoutMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const poll: LongPoll = { cancel: (error) => finish(() => reject(error)) }
    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      stopListening()
      signal.removeEventListener('abort', leave)
      if (longPolls.get(bot) === poll) longPolls.delete(bot)
      settle()
    }
    const leave = (): void => finish(resolve)
    const timer = setTimeout(leave, timeoutMs)
    const stopListening = bot.updates.onArrival(() => queueMicrotask(leave))
    signal.addEventListener('abort', leave)
    longPolls.set(bot, poll)
  })

const asJson = (updates: PendingUpdate[]): RawJson =>
  new RawJson(`[${updates.map((update) => update.json).join(',')}]`)
