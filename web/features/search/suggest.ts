import type { Language } from '#contract/common'

/** What can be put in place of the condition one is typing; `text`: the whole search with it. */
export type Suggestion = { label: string; text: string }

type Names = { channels: readonly string[]; colleagues: readonly string[] }

const words = {
  ru: {
    me: 'я',
    client: 'клиент',
    days: ['сегодня', 'вчера', 'неделя', 'месяц'],
    things: ['файл', 'фото', 'видео', 'голос'],
    operators: ['от', 'канал', 'после', 'до', 'есть'],
  },
  en: {
    me: 'me',
    client: 'client',
    days: ['today', 'yesterday', 'week', 'month'],
    things: ['file', 'photo', 'video', 'voice'],
    operators: ['from', 'channel', 'after', 'before', 'has'],
  },
} as const

const kinds: Record<string, 'from' | 'channel' | 'day' | 'has'> = {
  from: 'from',
  от: 'from',
  channel: 'channel',
  канал: 'channel',
  after: 'day',
  после: 'day',
  before: 'day',
  до: 'day',
  has: 'has',
  есть: 'has',
}

const most = 8

/** Values of the condition at the end of a text, or conditions that begin as its last word does. */
export function suggest(text: string, language: Language, names: Names): Suggestion[] {
  const said = words[language]
  const condition = /(?:^|\s)([\p{L}]+):("[^"]*|[^\s"]*)$/u.exec(text)
  const kind = kinds[condition?.[1]?.toLowerCase() ?? '']
  if (condition && kind) {
    const typed = condition[2] ?? ''
    const start = text.slice(0, text.length - typed.length)
    const values = {
      from: [said.me, said.client, ...names.colleagues],
      channel: names.channels,
      day: said.days,
      has: said.things,
    }[kind]
    const wanted = plain(typed.replaceAll('"', ''))
    return values
      .filter((value) => plain(value).includes(wanted) && plain(value) !== wanted)
      .slice(0, most)
      .map((value) => ({ label: value, text: `${start}${/\s/.test(value) ? `"${value}"` : value} ` }))
  }
  const last = /(?:^|\s)(\p{L}{2,})$/u.exec(text)?.[1]
  if (last === undefined) return []
  return said.operators
    .filter((operator) => operator.startsWith(last.toLowerCase()))
    .map((operator) => ({
      label: `${operator}:`,
      text: `${text.slice(0, text.length - last.length)}${operator}:`,
    }))
}

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е')
