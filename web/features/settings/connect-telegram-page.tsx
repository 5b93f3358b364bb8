import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { useWords } from '../../lib/words.ts'
import { BackLink } from './back-link.tsx'
import styles from './connect-page.module.css'
import { FirstMessage } from './first-message.tsx'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { QrCode } from './qr-code.tsx'
import { nameWithHandle } from './shown-handle.ts'
import { Step, Steps } from './steps.tsx'
import { FoundLine, TelegramToken } from './telegram-token.tsx'

/** Connects a bot: get a token from BotFather, paste it, write to the bot. */
export function ConnectTelegramPage(): ReactElement {
  const say = useWords(settingsWords)
  const [connected, setConnected] = useState<ChannelView | null>(null)
  return (
    <div className={page.page}>
      <title>{say('tg.title')}</title>
      <BackLink />
      <h1 className={page.title}>{say('tg.title')}</h1>
      <Steps>
        <Step position={1} title={say('tg.1')} state={connected ? 'done' : 'now'}>
          {!connected && (
            <>
              <p className={page.sub}>{say('tg.1.d')}</p>
              <Button
                component="a"
                href="https://t.me/BotFather"
                target="_blank"
                rel="noopener"
                variant="default"
                leftSection={<IconExternalLink size={16} stroke={1.75} aria-hidden />}
              >
                {say('tg.1.a')}
              </Button>
            </>
          )}
        </Step>
        <Step position={2} title={say('tg.2')} state={connected ? 'done' : 'now'}>
          {connected ? <Connected channel={connected} /> : <TelegramToken onConnected={setConnected} />}
        </Step>
        <Step position={3} title={say('tg.3')} state={connected ? 'now' : 'later'}>
          {connected && <WriteToBot channel={connected} />}
        </Step>
      </Steps>
    </div>
  )
}

function Connected({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const isPolled = channel.mode === 'polling'
  return (
    <div>
      <FoundLine text={say('tg.ok', { name: nameWithHandle(channel) })} />
      <FoundLine text={isPolled ? say('tg.poll') : say('tg.hook')} />
      {isPolled && <p className={page.meta}>{say('tg.poll.d')}</p>}
    </div>
  )
}

function WriteToBot({ channel }: { channel: ChannelView }): ReactElement {
  const say = useWords(settingsWords)
  const handle = channel.handle?.replace(/^@/, '')
  const link = handle ? `https://t.me/${handle}` : null
  return (
    <div className={styles.write}>
      {link && <QrCode link={link} label={say('tg.qr.alt', { link })} />}
      <div className={styles.words}>
        {link && (
          <>
            <p className={page.sub}>{say('tg.qr')}</p>
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
