import { Button, Loader } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useLive } from '../../lib/live-hooks.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { channelsQuery } from './channels-data.ts'
import styles from './first-message.module.css'
import { settingsWords } from './labels.ts'

const everyMs = 3000

/** Waits until a client's first message has come in through a channel, and says so. */
export function FirstMessage({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const has = (list: { items: ChannelView[] } | undefined): boolean =>
    list?.items.find((each) => each.id === channel.id)?.lastInAt != null
  // A message itself changes no channel: the list is asked for when a conversation moves, and now and then.
  const channels = useQuery({
    ...channelsQuery,
    refetchInterval: (query) => !has(query.state.data) && everyMs,
  })
  useLive('conversation', () => void channels.refetch())
  const isHere = has(channels.data)
  return (
    <div role="status" className={styles.wait} data-here={isHere || undefined}>
      {isHere ? <IconCircleCheck size={20} stroke={1.75} aria-hidden /> : <Loader size={16} aria-hidden />}
      {isHere ? say('tg.got') : say('tg.wait')}
      {isHere && (
        <Button component={AppLink} href="/imbox">
          {say('tg.imbox')}
        </Button>
      )}
    </div>
  )
}
