import type { AccountState, Fields, PersonRecord } from './account-state.ts'
import { text } from './check-message.ts'
import type { Fault } from './faults.ts'
import { badData, missingData, Refusal } from './refusal.ts'
import { sendMessage } from './send-message.ts'
import { getAccountInfo, setWebhook } from './webhook-methods.ts'

export type Method = (
  state: AccountState,
  parameters: Fields,
  fault: Fault | null,
) => Fields | Promise<Fields>

const askedWindowMs = 12 * 3_600_000

const getUserDetails = (state: AccountState, parameters: Fields): Fields => {
  const person = state.people.get(text(parameters, 'id', { max: 200 }))
  if (!person) throw new Refusal(5)
  if (!person.isSubscribed) throw new Refusal(6)
  person.askedAt = person.askedAt.filter((at) => at > state.now() - askedWindowMs)
  if (person.askedAt.length >= 2) throw new Refusal(12)
  person.askedAt.push(state.now())
  const { profile, showsProfile } = person
  const shown = showsProfile
    ? { name: profile.name, avatar: profile.avatar ?? undefined }
    : { name: 'Subscriber' }
  const device = { primary_device_os: 'android 14', viber_version: '23.4.0', device_type: 'Pixel' }
  return {
    message_token: state.nextToken(),
    user: { id: person.id, ...shown, country: profile.country, language: profile.language, ...device },
  }
}

const getOnline = (state: AccountState, { ids }: Fields): Fields => {
  if (!Array.isArray(ids)) throw missingData('ids is missing')
  if (ids.length > 100) throw badData('too many ids')
  const known = ids
    .map((id) => state.people.get(String(id)))
    .filter((person): person is PersonRecord => person !== undefined)
  return { users: known.map(({ id }) => ({ id, online_status: 0, online_status_message: 'online' })) }
}

export const methods = new Map<string, Method>([
  ['set_webhook', setWebhook],
  ['get_account_info', getAccountInfo],
  ['send_message', sendMessage],
  ['get_user_details', getUserDetails],
  ['get_online', getOnline],
])
