import { Button, Skeleton } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { Navigate, useParams } from '@tanstack/react-router'
import { messengerKinds } from '#contract/channels'
import type { ChannelView, MessengerKind } from '#contract/channels'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { BackLink } from './back-link.tsx'
import { channelsQuery } from './channels-data.ts'
import styles from './connect-page.module.css'
import { FirstMessage } from './first-message.tsx'
import { messengerWords } from './messenger-labels.ts'
import { FoundLine, MessengerToken } from './messenger-token.tsx'
import { messengerGuides } from './messengers/index.ts'
import { vkRights } from './messengers/vk.ts'
import page from './page.module.css'
import { QrCode } from './qr-code.tsx'
import { nameWithHandle } from './shown-handle.ts'
import { Step, Steps } from './steps.tsx'

/** The page of the messenger that the address names. */
export function ConnectMessengerPage(): ReactElement {
  const named = useParams({ strict: false }).messenger
  const kind = messengerKinds.find((each) => each === named)
  return kind ? <ConnectMessenger key={kind} kind={kind} /> : <Navigate to="/settings/channels" replace />
}

/** Connects a bot or a community: get a token, paste it, write to it. What cannot work here is said before anything is asked. */
function ConnectMessenger({ kind }: { kind: MessengerKind }): ReactElement {
  const say = useWords(messengerWords)
  const channels = useQuery(channelsQuery)
  const title = say('mes.title', { messenger: say(`channel.${kind}`) })
  return (
    <div className={page.page}>
      <title>{title}</title>
      <BackLink />
      <h1 className={page.title}>{title}</h1>
      {channels.data ? (
        channels.data.cannotReachUs.includes(kind) ? (
          <Closed kind={kind} />
        ) : (
          <ConnectSteps kind={kind} />
        )
      ) : channels.isError ? (
        <ErrorState title={title} error={channels.error} onRetry={() => void channels.refetch()} />
      ) : (
        <Skeleton height={240} />
      )}
    </div>
  )
}

function Closed({ kind }: { kind: MessengerKind }): ReactElement {
  const say = useWords(messengerWords)
  const messenger = say(`channel.${kind}`)
  return (
    <div className={styles.closed}>
      <Notice tone="warn">{say('mes.closed', { messenger })}</Notice>
      <p className={page.sub}>{say('mes.closed.d', { messenger })}</p>
      <p className={page.meta}>{say('mes.closed.how')}</p>
    </div>
  )
}

function ConnectSteps({ kind }: { kind: MessengerKind }): ReactElement {
  const say = useWords(messengerWords)
  const [connected, setConnected] = useState<ChannelView | null>(null)
  return (
    <Steps>
      <Step position={1} title={say(`mes.${kind}.1`)} state={connected ? 'done' : 'now'}>
        {!connected && (
          <>
            <p className={page.sub}>{say(`mes.${kind}.1.d`)}</p>
            {kind === 'vk' && <VkRights />}
            <Button
              component="a"
              href={messengerGuides[kind].tokenPage}
              target="_blank"
              rel="noopener"
              variant="default"
              leftSection={<IconExternalLink size={16} stroke={1.75} aria-hidden />}
            >
              {say(`mes.${kind}.1.a`)}
            </Button>
          </>
        )}
      </Step>
      <Step position={2} title={say(`mes.${kind}.2`)} state={connected ? 'done' : 'now'}>
        {connected ? (
          <Connected kind={kind} channel={connected} />
        ) : (
          <MessengerToken kind={kind} onConnected={setConnected} />
        )}
      </Step>
      <Step position={3} title={say(`mes.${kind}.3`)} state={connected ? 'now' : 'later'}>
        {connected && <WriteToIt kind={kind} channel={connected} />}
      </Step>
    </Steps>
  )
}

function VkRights(): ReactElement {
  const say = useWords(messengerWords)
  return (
    <ul className={styles.rights}>
      {vkRights.map((right) => (
        <li key={right}>{say(`mes.vk.right.${right}`)}</li>
      ))}
    </ul>
  )
}

type ConnectedProps = { kind: MessengerKind; channel: ChannelView }

function Connected({ kind, channel }: ConnectedProps): ReactElement {
  const say = useWords(messengerWords)
  const messenger = say(`channel.${kind}`)
  const isPolled = channel.mode === 'polling'
  return (
    <div>
      <FoundLine text={say(`mes.${kind}.ok`, { name: nameWithHandle(channel) })} />
      <FoundLine text={say(isPolled ? 'mes.poll' : 'mes.hook', { messenger })} />
      {isPolled && <p className={page.meta}>{say('mes.poll.d', { messenger })}</p>}
    </div>
  )
}

function WriteToIt({ kind, channel }: ConnectedProps): ReactElement {
  const say = useWords(messengerWords)
  const link = channel.handle === null ? null : messengerGuides[kind].chatLink(channel.handle)
  return (
    <div className={styles.write}>
      {link && <QrCode link={link} label={say('mes.qr.alt', { link })} />}
      <div className={styles.words}>
        {link && (
          <>
            <p className={page.sub}>{say('mes.qr')}</p>
            <a href={link} target="_blank" rel="noopener">
              {link.replace('https://', '')}
            </a>
          </>
        )}
        <FirstMessage channel={channel} />
      </div>
    </div>
  )
}
