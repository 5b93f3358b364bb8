import type { AmoRequest } from '../amo-request.ts'
import type { AmoRoute } from '../amo-route.ts'
import { ok, selfLink } from '../answer.ts'
import { findAccount, listGroups, type AccountRow } from '../queries/find-account.ts'
import { readWith } from '../read-filter.ts'
import type { Read } from '#lib/db'

export function accountRoutes({ db }: { db: Read }): AmoRoute[] {
  return [
    {
      method: 'GET',
      path: '/account',
      handle: async (request) => {
        const { accountId, userId } = request.viewer
        const account = await findAccount(db, accountId)
        const wanted = readWith(request)
        const groups = wanted.has('users_groups') ? await listGroups(db, accountId) : []
        return ok(accountView(request, account, userId, wanted, groups))
      },
    },
  ]
}

function accountView(
  request: AmoRequest,
  account: AccountRow,
  userId: number,
  wanted: Set<string>,
  groups: { id: number; name: string }[],
): Record<string, unknown> {
  const createdAt = Math.floor(account.created_at.getTime() / 1000)
  const only = (name: string, value: unknown): Record<string, unknown> =>
    wanted.has(name) ? { [name]: value } : {}
  return {
    id: account.id,
    name: account.name,
    subdomain: account.subdomain,
    created_at: createdAt,
    created_by: 0,
    updated_at: createdAt,
    updated_by: 0,
    current_user_id: userId,
    country: account.country,
    currency: account.currency,
    currency_symbol: currencySymbol(account),
    customers_mode: 'unavailable',
    is_unsorted_on: true,
    is_loss_reason_enabled: false,
    is_helpbot_enabled: false,
    is_technical_account: false,
    mobile_feature_version: 0,
    contact_name_display_order: 1,
    ...only('amojo_id', account.amojo_id),
    ...only('uuid', account.uuid),
    ...only('version', 1),
    ...only('is_api_filter_enabled', true),
    _links: selfLink(request, 'account'),
    _embedded: {
      ...only('amojo_rights', { can_direct: false, can_create_groups: false }),
      // Who is in no group is in the group 0, as everywhere in this API.
      ...only('users_groups', [
        { id: 0, name: mainGroup[account.language], uuid: null },
        ...groups.map(groupView),
      ]),
      ...only('task_types', []),
      ...only('datetime_settings', datetimeSettings(account.time_zone, new Date())),
    },
  }
}

const mainGroup = { ru: 'Отдел продаж', en: 'Sales' }

function groupView(group: { id: number; name: string }): Record<string, unknown> {
  return { ...group, uuid: null }
}

function currencySymbol({ currency, language }: AccountRow): string {
  const parts = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
  return parts.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency
}

function datetimeSettings(timeZone: string, now: Date): Record<string, string> {
  const zone = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const offset = zone
    .formatToParts(now)
    .find((part) => part.type === 'timeZoneName')
    ?.value.slice(3)
  return {
    date_pattern: 'd.m.Y H:i',
    short_date_pattern: 'd.m.Y',
    short_time_pattern: 'H:i',
    date_format: 'd.m.Y',
    time_format: 'H:i:s',
    timezone: timeZone,
    timezone_offset: offset || '+00:00',
  }
}
