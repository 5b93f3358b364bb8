import { z } from 'zod'
import type { Language } from '#contract/common'
import type { ToldChange } from '#contract/event-list'
import type { EventType } from '#contract/events'
import { sentFieldValue } from '#contract/fields'
import { wallTime } from '#contract/wall-time'
import { channelResponseTime } from '#contract/response-time'
import { changeWords, wayWords, yesNo, type ChangeWords } from './change-words.ts'
import { channelWords, choiceWords } from './channel-words.ts'
import type { Names } from './names.ts'
import { settingsWords } from './settings-words.ts'
import { tellHours } from './tell-hours.ts'

type Side = Record<string, unknown> | null
export type Told = { type: EventType; before: Side; after: Side; road: string }

/** More of a text than that is not told in a line. */
const mostTold = 200

const tagsTold = z.array(z.object({ name: z.string() }))
const stageTold = z.object({ pipelineId: z.int(), stageId: z.int() })

/** What was and became of what an event changed, in the words of the account as they are now. Never a text of a message. */
export function tellChanges(event: Told, names: Names): ToldChange[] {
  const { type } = event
  if (type.endsWith('.filled')) return tellField(event.before, event.after, names)
  const [before, after] = [flat(event.before), flat(event.after)]
  const told = Object.entries(wordsOf(type)).filter(([key]) => {
    const [was, is] = [before?.[key], after?.[key]]
    // Of settings that are kept together only some are others.
    return (was !== undefined || is !== undefined) && !(key.includes('.') && was === is)
  })
  return told.map(([key, words]) => ({
    what: words[names.language],
    before: tellValue(key, words, before, names),
    after: tellValue(key, words, after, names),
  }))
}

function wordsOf(type: EventType): Record<string, ChangeWords> {
  if (type === 'channel.changed') return channelWords
  return settingsWords[type.slice(0, type.indexOf('.'))] ?? changeWords
}

/** What is kept together, each by a name of its own beside the whole: `retention.files`. */
function flat(side: Side): Side {
  if (!side) return null
  const parts = Object.entries(side).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([part, each]) => [`${key}.${part}`, each] as const)
      : [],
  )
  return { ...side, ...Object.fromEntries(parts) }
}

function tellField(before: Side, after: Side, names: Names): ToldChange[] {
  const field = names.field(after?.['fieldId'])
  if (!field) return []
  const tell = (side: Side): string | null => {
    const value = sentFieldValue.safeParse(side?.['value']).data
    if (value === undefined || value === null) return null
    const choices = Array.isArray(value) ? value : field.type === 'select' ? [value] : null
    if (choices)
      return choices.map((id) => field.choices.find((one) => one.id === id)?.name ?? '—').join(', ')
    if (typeof value === 'boolean') return yesNo[names.language][value ? 'yes' : 'no']
    if (typeof value === 'number') return field.type === 'money' ? money(value, names) : number(value, names)
    if (typeof value !== 'string') return null
    if (field.type === 'date' || field.type === 'birthday') return day(value, names)
    return field.type === 'datetime' ? time(value, names) : short(value)
  }
  return [{ what: field.name, before: tell(before), after: tell(after) }]
}

function tellValue(key: string, words: ChangeWords, side: Side, names: Names): string | null {
  const { kind } = words
  const value = side?.[key]
  if (kind === 'months' && value === null) return ever[names.language]
  if (kind === 'roles' && value === null) return allRoles[names.language]
  if (value === undefined || value === null || value === '') return null
  switch (kind) {
    case 'money':
      return money(Number(value), names)
    case 'day':
      return typeof value === 'string' ? day(value, names) : null
    case 'time':
      return typeof value === 'string' ? time(value, names) : null
    case 'stage':
      return names.stageName(side?.['pipelineId'], value)
    case 'user':
    case 'group':
    case 'role':
    case 'reason':
    case 'taskType':
    case 'channel':
      return names.nameOf(kind, value) ?? '—'
    case 'tags':
      return (tagsTold.safeParse(value).data ?? []).map(({ name }) => name).join(', ') || null
    case 'pipeline':
      return names.pipelineName(value) ?? '—'
    case 'choice':
      return choice(value, names, words.choices)
    case 'block':
      return names.blockName(value) ?? '—'
    case 'roles':
      return listed(value, (id) => names.nameOf('role', id), names)
    case 'stages':
      return listed(value, (one) => stageName(one, names), names)
    case 'place':
      return stageName(value, names)
    case 'months':
      return typeof value === 'number' ? unit(value, 'month', names) : null
    case 'hours':
      return tellHours(value, names.language)
    case 'days':
      return listed(value, (one) => (typeof one === 'string' ? day(one, names) : null), names)
    case 'limit':
      return limit(value, names)
    case 'list':
      return Array.isArray(value) ? short(value.join(', ')) || null : null
    case 'yesNo':
      return yesNo[names.language][value === true ? 'yes' : 'no']
    default:
      return typeof value === 'string' || typeof value === 'number' ? short(String(value)) : null
  }
}

/** In which way it came about: a conversation by which message, a closing by whom or what, everything else by its road. */
export function tellWay({ type, after, road }: Told, { language }: Names): string {
  const way = type === 'conversation.opened' || type === 'conversation.closed' ? after?.['way'] : undefined
  return (wayWords[typeof way === 'string' ? way : road] ?? wayWords[road])?.[language] ?? ''
}

const ever: Record<Language, string> = { ru: 'всегда', en: 'for ever' }
const allRoles: Record<Language, string> = { ru: 'все роли', en: 'all roles' }

function choice(value: unknown, { language }: Names, choices = choiceWords): string | null {
  return typeof value === 'string' ? ((choices[value] ?? choiceWords[value])?.[language] ?? value) : null
}

function listed(value: unknown, nameOf: (one: unknown) => string | null, { language }: Names): string | null {
  if (!Array.isArray(value) || value.length === 0) return null
  const list = new Intl.ListFormat(language, { type: 'unit', style: 'short' })
  return short(list.format(value.map((one) => nameOf(one) ?? '—')))
}

function stageName(value: unknown, names: Names): string | null {
  const place = stageTold.safeParse(value).data
  return place ? names.stageName(place.pipelineId, place.stageId) : null
}

/** The limit of a channel: the account's, none, or minutes of its own. */
function limit(value: unknown, names: Names): string | null {
  const read = channelResponseTime.safeParse(value).data
  if (read?.kind !== 'own') return choice(read?.kind, names)
  return unit(read.limitMinutes, 'minute', names)
}

const unit = (value: number, name: 'minute' | 'month', { language }: Names): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)

const short = (text: string): string => (text.length > mostTold ? `${text.slice(0, mostTold)}…` : text)
const number = (value: number, { language }: Names): string => new Intl.NumberFormat(language).format(value)

/** As the screens write sums and days. */
const locales = { ru: 'ru-RU', en: 'en-GB' } as const

function money(value: number, { language, currency }: Names): string {
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  const digits = { minimumFractionDigits: Number.isInteger(value) ? 0 : 2, maximumFractionDigits: 2 }
  return new Intl.NumberFormat(locales[language], { ...style, ...digits }).format(value)
}

/** A day has no zone. */
function day(value: string, { language }: Names): string {
  const at = new Date(`${value.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(at.getTime())
    ? short(value)
    : new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
}

/** An instant by the clock of the account; a day stays a day. */
function time(value: string, names: Names): string {
  const at = new Date(value)
  if (/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(at.getTime())) return day(value, names)
  return `${day(wallTime(at, names.timeZone), names)}, ${wallTime(at, names.timeZone).slice(11, 16)}`
}
