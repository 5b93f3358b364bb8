import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { disconnectChannel } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { ChannelCapabilities } from './channel-facts.tsx'
import { ChannelForm } from './channel-form.tsx'
import { ChannelHealth } from './channel-health.tsx'
import { useKeepChannel } from './channels-data.ts'
import { CopyField } from './copy-field.tsx'
import { settingsWords } from './labels.ts'
import { OutsideAuthors } from './outside-authors.tsx'
import styles from './page.module.css'
import { PauseSwitch } from './pause-switch.tsx'
import { Reconnect } from './reconnect.tsx'

/** One channel: what can be changed, how it is, what it can do, and how to switch it off. */
export function ChannelPane({
  channel,
  onClose,
}: {
  channel: ChannelView
  onClose: () => void
}): ReactElement {
  const say = useWords(settingsWords)
  const isOff = channel.state === 'disconnected'
  const [version, setVersion] = useState(0)
  return (
    <div className={styles.form}>
      <ChannelHealth channel={channel} />
      {channel.state !== 'working' && <Reconnect channel={channel} />}
      {!isOff && <PauseSwitch channel={channel} />}
      <ChannelForm key={version} channel={channel} onClose={onClose} onRenew={() => setVersion(version + 1)}>
        {!isOff && <Disconnect channel={channel} />}
      </ChannelForm>
      {channel.snippet && (
        <section>
          <h3 className={styles.heading}>{say('ch.snippet')}</h3>
          <p className={styles.meta}>{say('ch.snippet.d')}</p>
          <CopyField text={channel.snippet} label={say('ch.snippet')} action={say('ch.snippet.copy')} />
        </section>
      )}
      {channel.state === 'working' && channel.kind !== 'website' && <ReplaceToken channel={channel} />}
      <OutsideAuthors channel={channel} />
      <ChannelCapabilities channel={channel} />
    </div>
  )
}

/** A channel that works has its token, and may get another one. */
function ReplaceToken({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <section>
      <h3 className={styles.heading}>{say('ch.key')}</h3>
      {isOpen ? (
        <Reconnect channel={channel} onDone={() => setOpen(false)} />
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          {say('ch.key.replace')}
        </Button>
      )}
    </section>
  )
}

function Disconnect({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const keep = useKeepChannel()
  const disconnect = useMutation({
    mutationFn: () => call(disconnectChannel, { channelId: channel.id }),
    onSuccess: (view) => {
      keep(view)
      toast(say('ch.off.done', { name: channel.name }))
    },
    onError: errorToast,
  })
  return (
    <ConfirmButton
      variant="subtle"
      color="red"
      ml="auto"
      loading={disconnect.isPending}
      question={say('ch.off.d')}
      onConfirm={() => disconnect.mutate()}
    >
      {say('ch.off')}
    </ConfirmButton>
  )
}
