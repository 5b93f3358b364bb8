import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { pauseChannel, resumeChannel } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { Notice } from '../../ui/notice.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { useKeepChannel } from './channels-data.ts'
import { settingsWords } from './labels.ts'
import styles from './page.module.css'

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** Puts a channel on hold and takes it off again; says what that means, who did it and when. */
export function PauseSwitch({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const format = useFormat()
  const nameOf = useColleagueName()
  const keep = useKeepChannel()
  const { pause, id: channelId, name } = channel
  const toggle = useMutation({
    mutationFn: () => call(pause ? resumeChannel : pauseChannel, { channelId }),
    onSuccess: (view) => {
      keep(view)
      toast(say(view.pause ? 'ch.pause.done' : 'ch.resume.done', { name }))
    },
    onError: errorToast,
  })
  const button = (
    <Button
      variant={pause ? 'light' : 'default'}
      leftSection={pause ? <IconPlayerPlay {...icon} /> : <IconPlayerPause {...icon} />}
      loading={toggle.isPending}
      onClick={() => toggle.mutate()}
    >
      {say(pause ? 'ch.resume' : 'ch.pause')}
    </Button>
  )
  if (!pause) {
    return (
      <div className={styles.explained}>
        {button}
        <p className={styles.meta}>{say('ch.pause.d')}</p>
      </div>
    )
  }
  const byName = nameOf(pause.byUserId)
  return (
    <>
      <Notice tone="warn" hint={say('ch.paused.d')} isLive>
        {byName === null
          ? say('ch.paused.at', { time: format.dateTime(pause.at) })
          : say('ch.paused.by', { time: format.dateTime(pause.at), name: byName })}
      </Notice>
      <div>{button}</div>
    </>
  )
}
