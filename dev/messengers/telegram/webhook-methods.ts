import type { WebhookInfo } from '@grammyjs/types'
import { allowUpdates } from './allowed-updates.ts'
import { Described } from './answer.ts'
import { ApiError, badRequest, tooManyRequests } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import type { CallParameters } from './call-parameters.ts'
import { dropLongPoll } from './get-updates.ts'
import type { WebhookSettings } from './webhook-delivery.ts'

const defaultConnections = 40
const maxConnections = 100
const allowedPorts = new Set(['', '443', '80', '88', '8443'])
const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]'])

export const setWebhook = (bot: BotState, parameters: CallParameters): Described => {
  const address = parameters.text('url')
  if (address === '') return deleteWebhook(bot, parameters)
  const now = performance.now()
  if (now < bot.nextWebhookAt) throw tooManyRequests(1)
  bot.nextWebhookAt = now + bot.surroundings.secondMs
  const settings: WebhookSettings = {
    url: checkedUrl(bot, address),
    secretToken: readSecret(parameters),
    maxConnections: Math.min(
      maxConnections,
      Math.max(1, parameters.integer('max_connections') ?? defaultConnections),
    ),
  }
  allowUpdates(bot, parameters)
  const current = bot.delivery.settings
  const isSame =
    current?.url === settings.url &&
    current.secretToken === settings.secretToken &&
    current.maxConnections === settings.maxConnections
  if (parameters.flag('drop_pending_updates')) dropPending(bot)
  if (isSame) return new Described(true, 'Webhook is already set')
  dropLongPoll(bot, new ApiError(409, 'terminated by setWebhook request'))
  bot.delivery.start(settings)
  return new Described(true, 'Webhook was set')
}

export const deleteWebhook = (bot: BotState, parameters: CallParameters): Described => {
  const wasSet = bot.delivery.settings !== null
  if (parameters.flag('drop_pending_updates')) dropPending(bot)
  bot.delivery.stop()
  return new Described(true, wasSet ? 'Webhook was deleted' : 'Webhook is already deleted')
}

const dropPending = (bot: BotState): void => {
  bot.delivery.dropQueues()
  bot.updates.clear()
}

/** https on one of four ports; plain http and other ports on loopback only, as far as the stand-in was told so. */
const checkedUrl = (bot: BotState, address: string): string => {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw badRequest('invalid webhook URL specified')
  }
  const isLoopback = loopbackHosts.has(url.hostname)
  const isFree = bot.surroundings.allowHttpWebhook ?? isLoopback
  const isHttp = url.protocol === 'http:'
  if (!isHttp && url.protocol !== 'https:') throw badRequest('invalid webhook URL specified')
  if (isHttp && !isFree) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  if (!isFree && !allowedPorts.has(url.port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
  }
  return address
}

const readSecret = (parameters: CallParameters): string | undefined => {
  const secret = parameters.text('secret_token')
  if (secret === '') return undefined
  if (secret.length > 256) throw badRequest('secret token is too long')
  if (!/^[A-Za-z0-9_-]+$/.test(secret)) throw badRequest('secret token contains unallowed characters')
  return secret
}

type Info = WebhookInfo & { url: string }

export const getWebhookInfo = (bot: BotState): Info => {
  const { settings, lastError } = bot.delivery
  const allowed = bot.updates.allowedKinds
  return {
    url: settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.updates.size,
    ...(settings ? { max_connections: settings.maxConnections, ip_address: '127.0.0.1' } : {}),
    ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
    // Names of kinds were checked by UpdateLog.allow.
    ...(allowed ? { allowed_updates: allowed as NonNullable<WebhookInfo['allowed_updates']> } : {}),
  }
}
