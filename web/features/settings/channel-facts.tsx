import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ChannelState } from './channel-state.tsx'
import { settingsWords } from './labels.ts'
import styles from './page.module.css'

/** Our own chat has no limit of its own and says so with a number no server takes. */
const unlimitedBytes = 2 ** 40

/** How a channel is and what its messenger can do. */
export function ChannelFacts({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const format = useFormat()
  const { capabilities: can, state } = channel
  const yes = (is: boolean): string => (is ? say('ch.yes') : say('ch.no'))
  return (
    <>
      <div>
        <ChannelState state={state} />
        {state !== 'working' && <p className={styles.sub}>{say(`ch.sd.${state}`)}</p>}
        {state === 'working' && <p className={styles.meta}>{say(`ch.m.${channel.mode}`)}</p>}
      </div>
      <dl className={styles.facts}>
        <dt>{say('ch.lastIn')}</dt>
        <dd>{channel.lastInAt ? format.dateTime(channel.lastInAt) : say('ch.lastIn.never')}</dd>
        {channel.lastError && (
          <>
            <dt>{say('ch.lastError')}</dt>
            <dd>{channel.lastError}</dd>
          </>
        )}
        <dt>{say('ch.can.text')}</dt>
        <dd>{say('ch.can.text.v', { count: can.maxTextLength })}</dd>
        <dt>{say('ch.can.album')}</dt>
        <dd>
          {can.maxFilesPerMessage > 1
            ? say('ch.can.album.v', { count: can.maxFilesPerMessage })
            : say('ch.can.album.no')}
        </dd>
        <dt>{say('ch.can.file')}</dt>
        <dd>
          {can.maxFileBytes > unlimitedBytes
            ? say('ch.can.file.any')
            : say('ch.can.file.v', { size: format.size(can.maxFileBytes) })}
        </dd>
        <dt>{say('ch.can.read')}</dt>
        <dd>{yes(can.receipts.read)}</dd>
        <dt>{say('ch.can.first')}</dt>
        <dd>{yes(can.canWriteFirst)}</dd>
      </dl>
    </>
  )
}
