import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { settingsWords } from './labels.ts'
import styles from './page.module.css'

/** Our own chat has no limit of its own and says so with a number no server takes. */
const unlimitedBytes = 2 ** 40

/** What a channel's messenger can do. */
export function ChannelCapabilities({
  channel: { capabilities: can },
}: {
  channel: ChannelView
}): ReactElement {
  const say = useWords(settingsWords)
  const format = useFormat()
  const yes = (is: boolean): string => (is ? say('ch.yes') : say('ch.no'))
  const changing = (limit: { withinHours: number | null } | null): string =>
    limit === null || limit.withinHours === null
      ? yes(limit !== null)
      : say('ch.can.hours', { count: limit.withinHours })
  const facts = [
    [say('ch.can.text'), say('ch.can.text.v', { count: can.maxTextLength })],
    [
      say('ch.can.album'),
      can.maxFilesPerMessage > 1
        ? say('ch.can.album.v', { count: can.maxFilesPerMessage })
        : say('ch.can.album.no'),
    ],
    [
      say('ch.can.file'),
      can.maxFileBytes > unlimitedBytes
        ? say('ch.can.file.any')
        : say('ch.can.file.v', { size: format.size(can.maxFileBytes) }),
    ],
    [say('ch.can.read'), yes(can.receipts.read)],
    [say('ch.can.edit'), changing(can.editing)],
    [say('ch.can.delete'), changing(can.deleting)],
    [say('ch.can.first'), yes(can.canWriteFirst)],
  ]
  return (
    <section>
      <h3 className={styles.heading}>{say('ch.p.can')}</h3>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
    </section>
  )
}

function Fact({ name, value }: { name: string | undefined; value: string | undefined }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
