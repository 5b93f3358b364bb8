import { z } from 'zod'
import { id, instant } from './common.ts'
import { endpoint } from './endpoint.ts'
import { firstResponseTime, responseTime } from './response-time.ts'
import { keepsAll, retention } from './retention.ts'

/** Which card a conversation that a client opens gets (R2). */
export const newConversationRules = ['latest_open', 'always_new', 'latest_any'] as const
export const newConversationRule = z.enum(newConversationRules)
export type NewConversationRule = (typeof newConversationRules)[number]

/** What an account sets for all its channels. A new setting is a field here, and its default below. */
const settingFields = z.object({
  newConversationRule,
  /** A client's reply in a conversation that we opened without a card makes a deal. */
  dealOnFirstReply: z.boolean(),
  responseTime,
  retention,
})
export const accountSettings = settingFields.extend({
  newConversationRule: settingFields.shape.newConversationRule.default('latest_open'),
  dealOnFirstReply: settingFields.shape.dealOnFirstReply.default(false),
  responseTime: settingFields.shape.responseTime.default(firstResponseTime),
  retention: settingFields.shape.retention.default(keepsAll),
})
export type AccountSettings = z.output<typeof accountSettings>

/** Without the defaults: what is left out stays as it was. */
export const accountSettingsChange = settingFields.partial()
export type AccountSettingsChange = z.output<typeof accountSettingsChange>

export const accountSettingsView = z.object({
  settings: accountSettings,
  /** Who changed something last; null: everything is as it was at first. */
  changed: z.object({ at: instant, byUserId: id }).nullable(),
})

export const getAccountSettings = endpoint({
  id: 'account-settings.get',
  summary: 'What the account sets for all its channels',
  method: 'GET',
  path: '/account-settings',
  permission: 'user',
  output: accountSettingsView,
})

/** `seen`: how what is changed stood when its editor began; when it is another by now, nothing is changed. */
export const changeAccountSettings = endpoint({
  id: 'account-settings.change',
  summary:
    'Change settings of the account; what is left out stays as it was, and what exists already is not touched',
  method: 'PATCH',
  path: '/account-settings',
  permission: 'settings',
  body: accountSettingsChange.extend({ seen: accountSettingsChange.optional() }),
  output: accountSettingsView,
  errors: ['user.not_found', 'settings.changed_meanwhile'],
})
