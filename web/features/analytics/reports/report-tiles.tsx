import type { ReactElement } from 'react'
import type { ConversationReport, LoadReport, ResponseReport } from '#contract/reports'
import { useFormat } from '../../../lib/use-format.ts'
import { useNow } from '../../../lib/use-now.ts'
import { useLanguage, useWords } from '../../../lib/words.ts'
import { countDifference, timeDifference, type Difference } from './difference.ts'
import { reportWords } from './labels.ts'
import { spanText } from './span-text.ts'
import classes from './reports.module.css'

type Props = {
  conversations: ConversationReport | undefined
  responses: ResponseReport | undefined
  load: LoadReport | undefined
}

/** The figures that are looked at first, each with what it was in the period before. */
export function ReportTiles({ conversations, responses, load }: Props): ReactElement {
  const say = useWords(reportWords)
  const format = useFormat()
  const language = useLanguage()
  const now = useNow()
  const spanOf = (seconds: number): string => spanText(seconds, language)
  const counted = (fact: 'opened' | 'closed' | 'inWork' | 'exceeded') =>
    conversations && {
      value: format.number(conversations.now[fact]),
      difference: countDifference(conversations.now[fact], conversations.before[fact], format),
    }
  const first = responses?.now.first
  const limited = responses?.limited.now
  const longest = load?.total.longestWaitingSince
  return (
    <dl className={classes.tiles} aria-label={say('rep.tiles')}>
      <Tile
        name={say('rep.opened')}
        {...counted('opened')}
        more={
          conversations &&
          say('rep.opened.by', {
            client: format.number(conversations.now.openedByClient),
            us: format.number(conversations.now.opened - conversations.now.openedByClient),
          })
        }
      />
      <Tile name={say('rep.closed')} {...counted('closed')} />
      <Tile name={say('rep.inWork')} {...counted('inWork')} />
      <Tile
        name={say('rep.first')}
        value={first && (first.medianSeconds === null ? '—' : spanOf(first.medianSeconds))}
        difference={
          responses &&
          timeDifference(responses.now.first.medianSeconds, responses.before.first.medianSeconds, spanOf)
        }
        more={
          first?.p90Seconds == null ? undefined : say('rep.first.p90', { time: spanOf(first.p90Seconds) })
        }
      />
      <Tile
        name={say('rep.exceeded')}
        {...counted('exceeded')}
        more={
          limited && limited.waits > 0
            ? say('rep.exceeded.share', { share: format.percent(limited.exceeded / limited.waits) })
            : undefined
        }
      />
      <Tile
        name={say('rep.unanswered')}
        value={load && format.number(load.total.unanswered)}
        more={
          load &&
          (longest
            ? say('rep.unanswered.longest', { time: format.duration(now - Date.parse(longest)) })
            : say('rep.unanswered.none'))
        }
      />
    </dl>
  )
}

type TileProps = {
  name: string
  /** Undefined while it is counted. */
  value?: string | undefined
  difference?: Difference | undefined
  more?: string | undefined
}

function Tile({ name, value, difference, more }: TileProps): ReactElement {
  const say = useWords(reportWords)
  const was = difference?.was && say('rep.was', { value: difference.was })
  return (
    <div className={classes.tile}>
      <dt className={classes.tileName}>{name}</dt>
      <dd className={classes.figure}>{value ?? '\u00a0'}</dd>
      <dd className={classes.difference}>{difference?.word ? say(difference.word, difference) : '\u00a0'}</dd>
      <dd className={classes.note}>{[was, more].filter(Boolean).join(' · ')}</dd>
    </div>
  )
}
