import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { ChannelState } from './channel-state.tsx'
import { healthWords } from './health-labels.ts'
import styles from './channel-state.module.css'
import { useHealthOf } from './use-channel-health.ts'

/** What leaves sooner is no queue. */
const shownAfterMs = 60_000

/** How a channel is, and in a few words what somebody has to know of it: since when, what waits, till when. */
export function ChannelRowState({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(healthWords)
  const format = useFormat()
  const now = useNow()
  const health = useHealthOf(channel.id)
  if (!health || channel.state === 'disconnected') return <ChannelState channel={channel} />
  const { broken, queue, limitedUntil, missed } = health
  const ageOf = (at: string): number => Math.max(now - Date.parse(at), 0)
  const facts = [
    broken && format.duration(ageOf(broken.since)),
    queue && ageOf(queue.since) > shownAfterMs && say('hl.queue.short', { count: queue.count }),
    limitedUntil &&
      Date.parse(limitedUntil) > now &&
      say('hl.limit.short', { time: format.time(limitedUntil) }),
    missed && !broken && say('hl.missed.short'),
  ].filter((fact) => typeof fact === 'string')
  return (
    <>
      <ChannelState channel={channel} />
      {facts.length > 0 && <span className={styles.facts}>{facts.join(', ')}</span>}
    </>
  )
}
