import type { ReactElement, ReactNode } from 'react'
import type { ChannelHealthView } from '#contract/channel-health'
import type { ChannelView } from '#contract/channels'
import { timeBeside } from '../../lib/time-beside.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { Notice } from '../../ui/notice.tsx'
import { ChannelState } from './channel-state.tsx'
import { healthWords } from './health-labels.ts'
import { settingsWords } from './labels.ts'
import styles from './page.module.css'
import { useChannelHealth } from './use-channel-health.ts'

/** How a channel is: its state, how messages arrive and leave, what went wrong. */
export function ChannelHealth({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const sayHealth = useWords(healthWords)
  const query = useChannelHealth()
  const health = query.data?.items.find((each) => each.channelId === channel.id)
  const named = { messenger: say(`channel.${channel.kind}`) }
  const how =
    channel.state !== 'working'
      ? say(`ch.sd.${channel.state}`, named)
      : health?.modeReason
        ? sayHealth(`hl.r.${health.modeReason}`)
        : say(`ch.m.${channel.mode}`, named)
  return (
    <section aria-label={sayHealth('hl.title')} className={styles.form}>
      <div>
        <ChannelState channel={channel} />
        <p className={styles.sub}>{how}</p>
      </div>
      {health?.missed && <Missed missed={health.missed} messenger={named.messenger} />}
      {query.isError && !health && <Notice tone="warn">{sayHealth('hl.error')}</Notice>}
      <dl className={styles.facts}>
        <LastIn channel={channel} />
        {health && channel.state !== 'disconnected' && <Facts channel={channel} health={health} />}
      </dl>
    </section>
  )
}

type MissedProps = { missed: NonNullable<ChannelHealthView['missed']>; messenger: string }

function Missed({ missed, messenger }: MissedProps): ReactElement {
  const say = useWords(healthWords)
  const format = useFormat()
  const from = format.dateTime(missed.from)
  const until = timeBeside(format, missed.from, missed.until)
  return <Notice tone="warn">{say('hl.missed', { from, until, messenger })}</Notice>
}

function LastIn({ channel: { lastInAt } }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const format = useFormat()
  return <Fact name={say('ch.lastIn')}>{lastInAt ? format.dateTime(lastInAt) : say('ch.lastIn.never')}</Fact>
}

/** Less is the messenger's own second and the way through the network. */
const unnoticedSeconds = 5

type FactsProps = { channel: ChannelView; health: ChannelHealthView }

function Facts({ channel, health }: FactsProps): ReactElement {
  const say = useWords(healthWords)
  const format = useFormat()
  const now = useNow()
  const { delaySeconds, waiting, queue, limitedUntil } = health
  return (
    <>
      {delaySeconds !== null && (
        <Fact name={say('hl.delay')}>
          {delaySeconds < unnoticedSeconds
            ? say('hl.delay.none')
            : say('hl.delay.v', { time: format.duration(delaySeconds * 1000) })}
        </Fact>
      )}
      {waiting && (
        <Fact name={say('hl.waiting')}>
          {say('hl.waiting.v', { count: waiting.count, time: format.time(waiting.at) })}
        </Fact>
      )}
      <Fact name={say('hl.queue')}>
        {queue
          ? say('hl.queue.v', { count: queue.count, time: timeBeside(format, now, queue.since) })
          : say('hl.queue.none')}
      </Fact>
      {limitedUntil && (
        <Fact name={say('hl.limit')}>{say('hl.limit.v', { time: format.time(limitedUntil) })}</Fact>
      )}
      <LastError channel={channel} health={health} />
    </>
  )
}

/** In plain words, and in the messenger's own for whoever mends it. */
function LastError({ channel, health }: FactsProps): ReactElement | null {
  const say = useWords(healthWords)
  const format = useFormat()
  const { state, lastError } = channel
  if (lastError === null) return null
  const isBroken = state === 'token_revoked' || state === 'conflict' || state === 'unreachable'
  return (
    <>
      {isBroken && (
        <Fact name={say('hl.last')}>
          {say(`hl.last.${state}`)}
          {health.lastErrorAt && <span className={styles.meta}>{format.dateTime(health.lastErrorAt)}</span>}
        </Fact>
      )}
      <Fact name={say('hl.answer')}>
        <bdi lang="en">{lastError}</bdi>
      </Fact>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
