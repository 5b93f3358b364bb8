/**
 * What is typed into the search, read. Plain words, "exact words", phones in any notation and conditions: `from:anna`,
 * `от:"Анна Петрова"`, `channel:shop`, `after:yesterday`, `до:12.11.2026`, `has:file`. Pure: the server searches by it, the web shows what it
 * understood.
 */
type SearchOperator = 'from' | 'channel' | 'before' | 'after' | 'has'

/** What a message can have. */
type SearchedThing = 'file' | 'photo' | 'video' | 'voice'

/** A day by its date, or so many days before today in the account's zone. */
export type SearchDay = { date: string } | { daysAgo: number }
export type SearchAuthor = { who: 'me' } | { who: 'client' } | { who: 'named'; name: string }

/** All of it holds at once; of several authors, and of several channels, one. */
export type SearchQuery = {
  /** Small letters, ё as е, without signs. */
  words: string[]
  /** Words that stand in this order, written exactly so. */
  phrases: string[]
  phones: { digits: string; words: string[] }[]
  from: SearchAuthor[]
  channels: string[]
  /** From the beginning of this day. */
  after: SearchDay | null
  /** Until the beginning of this day. */
  before: SearchDay | null
  has: SearchedThing[]
  /** All of it is one number: that of a conversation or a deal, too. */
  number: number | null
}

/** A condition whose value says nothing; `operator` as it was typed. */
export type SearchProblem = { operator: string; value: string }

const operators: Record<string, SearchOperator> = {
  from: 'from',
  от: 'from',
  channel: 'channel',
  канал: 'channel',
  before: 'before',
  до: 'before',
  after: 'after',
  после: 'after',
  has: 'has',
  есть: 'has',
}

const things: Record<string, SearchedThing> = {
  file: 'file',
  файл: 'file',
  photo: 'photo',
  фото: 'photo',
  video: 'video',
  видео: 'video',
  voice: 'voice',
  голос: 'voice',
}

const me = new Set(['me', 'я', 'меня'])
const client = new Set(['client', 'клиент', 'клиента'])
const days: Record<string, number> = {
  today: 0,
  сегодня: 0,
  yesterday: 1,
  вчера: 1,
  week: 7,
  неделя: 7,
  неделю: 7,
  month: 30,
  месяц: 30,
}

const quotes = '"«»“”„'
const token = new RegExp(
  `(?<![\\p{L}\\p{N}])(?<name>${Object.keys(operators).join('|')}):(?:[${quotes}](?<quoted>[^${quotes}]*)[${quotes}]?|(?<value>\\S*))|[${quotes}](?<phrase>[^${quotes}]*)[${quotes}]?`,
  'giu',
)
const phone = /(?<![\p{L}\p{N}])\+?\d[\d\s().–-]{5,22}\d(?![\p{L}\p{N}])/gu

/** Reads a search; `now` tells the year of a date without one. */
export function parseSearch(text: string, now: Date): { query: SearchQuery; problems: SearchProblem[] } {
  const query: SearchQuery = {
    words: [],
    phrases: [],
    phones: [],
    from: [],
    channels: [],
    after: null,
    before: null,
    has: [],
    number: numberOf(text),
  }
  const problems: SearchProblem[] = []
  const plain = text.normalize('NFC').replaceAll(token, (...found: unknown[]) => {
    const groups = found.at(-1) as Record<string, string | undefined>
    const name = groups['name']
    if (name === undefined) query.phrases.push(...phraseOf(groups['phrase'] ?? ''))
    else {
      const value = (groups['quoted'] ?? groups['value'] ?? '').trim()
      if (!apply(query, operators[name.toLowerCase()], value, now)) problems.push({ operator: name, value })
    }
    return ' '
  })
  const rest = plain.replaceAll(phone, (written) => {
    const digits = written.replaceAll(/\D/g, '')
    if (digits.length < 7 || digits.length > 15) return written
    query.phones.push({ digits, words: searchWords(written) })
    return ' '
  })
  query.words = [...new Set(searchWords(rest))]
  return { query, problems }
}

/** Whether anything is asked for. */
export function isEmptySearch(query: SearchQuery): boolean {
  return !hasWords(query) && !hasConditions(query)
}

export function hasWords({ words, phrases, phones }: SearchQuery): boolean {
  return words.length + phrases.length + phones.length > 0
}

/** Whether there is a condition that only a message can meet. */
export function hasConditions({ from, channels, after, before, has }: SearchQuery): boolean {
  return from.length + channels.length + has.length > 0 || after !== null || before !== null
}

/** The words of a text as they are searched: small letters, ё as е, Latin letters without accents. */
export function searchWords(text: string): string[] {
  return plainText(text).match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Small letters, ё as е, Latin letters without accents; as long as the text was. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[à-öø-ÿ]/g, (letter) => (letter === 'ø' ? 'o' : letter.normalize('NFD').charAt(0)))
}

function phraseOf(text: string): string[] {
  const words = searchWords(text)
  return words.length > 0 ? [words.join(' ')] : []
}

function numberOf(text: string): number | null {
  const digits = /^\s*(?:№|#|no\.?)?\s*(\d{1,15})\s*$/iu.exec(text)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** @returns whether the value means something. */
function apply(query: SearchQuery, operator: SearchOperator | undefined, value: string, now: Date): boolean {
  const known = value.toLowerCase()
  if (value === '') return false
  switch (operator) {
    case undefined:
      return false
    case 'from':
      query.from.push(
        me.has(known) ? { who: 'me' } : client.has(known) ? { who: 'client' } : { who: 'named', name: value },
      )
      return true
    case 'channel':
      query.channels.push(value)
      return true
    case 'has': {
      const thing = things[known]
      if (thing) query.has.push(thing)
      return thing !== undefined
    }
    case 'before':
    case 'after': {
      const day = dayOf(known, now)
      if (day) query[operator] = day
      return day !== null
    }
  }
}

function dayOf(value: string, now: Date): SearchDay | null {
  const daysAgo = days[value]
  if (daysAgo !== undefined) return { daysAgo }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value)
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const ru = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?\.?$/.exec(value)
  if (!ru) return null
  const [day, month] = [Number(ru[1]), Number(ru[2])]
  if (ru[3] !== undefined) return dateOf(Number(ru[3].padStart(4, '20')), month, day)
  // Without a year it is the last such day.
  const year = now.getUTCFullYear()
  const isAhead = Date.UTC(year, month - 1, day) > now.getTime() + 24 * 60 * 60 * 1000
  return dateOf(isAhead ? year - 1 : year, month, day)
}

function dateOf(year: number, month: number, day: number): SearchDay | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal && year >= 1970 ? { date: date.toISOString().slice(0, 10) } : null
}
