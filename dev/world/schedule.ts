import { clients, type ColleagueKey } from './cast.ts'
import type { Random } from './random.ts'
import { returnsRu } from './returns-ru.ts'
import { returnsEn, talksEn } from './talks-en.ts'
import { talksRu } from './talks-ru.ts'
import type { Line, Topic } from './topics.ts'

/** How a talk stands today. */
export type Ending = 'closed' | 'answered' | 'unanswered' | 'unread' | 'dismissed'

export type Talk = {
  /** Place in the cast. */
  client: number
  isReturn: boolean
  topic: Topic
  colleague: ColleagueKey
  ending: Ending
  /** What is said of the topic, each at its time; the last is followed by what ends the talk. */
  lines: (Line & { at: Date })[]
  endsAt: Date
}

const [minute, day] = [60_000, 24 * 60 * 60_000]
/** So many of the cast wrote long ago, the others in the last two days. */
const oldClients = 28
const returning = 20

/** Who writes when and about what, up to `end`: forty first talks and twenty later ones. */
export function planTalks(random: Random, end: Date): Talk[] {
  const counts = { ru: 0, en: 0, returnsRu: 0, returnsEn: 0 }
  const next = (list: readonly Topic[], name: keyof typeof counts): Topic => {
    const topic = list[counts[name] % list.length]
    counts[name] += 1
    if (!topic) throw new Error('Nothing to talk about')
    return topic
  }
  const talks = clients.map((profile, client): Talk => {
    const topic = profile.language === 'ru' ? next(talksRu, 'ru') : next(talksEn, 'en')
    const isOld = client < oldClients
    const ending = isOld ? 'closed' : recentEnding(client - oldClients)
    const startsAt = isOld ? morning(random, end, 20 - client * 0.5) : null
    return timed(random, end, {
      client,
      isReturn: false,
      topic,
      ending,
      colleague: lookedAfterBy(client),
      startsAt,
    })
  })
  for (let client = 0; client < returning; client += 1) {
    const isRussian = clients[client]?.language === 'ru'
    const topic = isRussian ? next(returnsRu, 'returnsRu') : next(returnsEn, 'returnsEn')
    const isOld = client % 2 === 0
    const ending = isOld ? 'closed' : recentEnding(client)
    const startsAt = isOld ? morning(random, end, 5 - client * 0.15) : null
    talks.push(
      timed(random, end, {
        client,
        isReturn: true,
        topic,
        ending,
        colleague: lookedAfterBy(client),
        startsAt,
      }),
    )
  }
  return talks
}

const recentEndings: readonly Ending[] = [
  'unread',
  'answered',
  'answered',
  'unanswered',
  'answered',
  'dismissed',
  'unread',
  'unread',
  'unanswered',
  'answered',
  'unread',
  'unread',
]

function recentEnding(place: number): Ending {
  return recentEndings[place % recentEndings.length] ?? 'answered'
}

function lookedAfterBy(client: number): ColleagueKey {
  if (clients[client]?.language === 'en') return 'daria'
  const team: ColleagueKey[] = ['boris', 'vera', 'gleb']
  return team[client % team.length] ?? 'boris'
}

/** Between nine and six, Moscow time, so many days before the end. */
function morning(random: Random, end: Date, daysBefore: number): Date {
  const wanted = new Date(end.getTime() - daysBefore * day)
  wanted.setUTCHours(random.between(6, 14), random.between(0, 59), random.between(0, 59), 0)
  return wanted
}

type Wanted = Omit<Talk, 'lines' | 'endsAt'> & {
  /** null: so that its end is recent. */
  startsAt: Date | null
}

function timed(random: Random, end: Date, wanted: Wanted): Talk {
  const { startsAt, ...talk } = wanted
  const said = cut(random, talk)
  let offset = 0
  const offsets = said.map((line, index) => {
    if (index > 0)
      offset +=
        random.between(line.by === 'us' ? 1 : 2, line.by === 'us' ? 9 : 30) * minute +
        random.between(0, 59) * 1000
    return offset
  })
  const after = random.between(4, 40) * minute
  const from = startsAt ?? new Date(end.getTime() - offset - after - random.between(3, 26 * 60) * minute)
  const late = Math.max(0, from.getTime() + offset + after - (end.getTime() - minute))
  const at = (ms: number): Date => new Date(from.getTime() - late + ms)
  return {
    ...talk,
    lines: said.map((line, index) => ({ ...line, at: at(offsets[index] ?? 0) })),
    endsAt: at(offset + after),
  }
}

/** The lines that were said so far, so that the talk stands as it shall. */
function cut(
  random: Random,
  { topic, ending, isReturn }: Pick<Talk, 'topic' | 'ending' | 'isReturn'>,
): Line[] {
  const { lines } = topic
  if (ending === 'closed') return [...lines]
  const wanted = ending === 'answered' ? 'us' : 'client'
  const places = lines.flatMap((line, index) => (line.by === wanted ? [index] : []))
  // What nobody has looked at is a first word; "no reply needed" is said of a last one.
  if (ending === 'unread' && !isReturn) return lines.slice(0, (places[0] ?? 0) + 1)
  const last = ending === 'dismissed' ? (places.at(-1) ?? 0) : random.pick(places)
  return lines.slice(0, last + 1)
}
