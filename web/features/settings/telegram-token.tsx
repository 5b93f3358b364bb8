import { Button, Loader, TextInput } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ChannelView } from '#contract/channels'
import { checkChannelToken, connectChannel } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { useWords } from '../../lib/words.ts'
import { useKeepChannel } from './channels-data.ts'
import styles from './connect-page.module.css'
import { settingsWords } from './labels.ts'
import page from './page.module.css'
import { nameWithHandle } from './shown-handle.ts'

/** A token as BotFather writes it: the bot's number, a colon, the secret. */
const tokenPattern = /^\d{5,}:[\w-]{20,}$/

/** Takes a token, says whose bot it is as soon as it is complete, and connects it. */
export function TelegramToken({
  onConnected,
}: {
  onConnected: (channel: ChannelView) => void
}): ReactElement {
  const say = useWords(settingsWords)
  const keep = useKeepChannel()
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [isConnecting, setConnecting] = useState(false)
  const token = text.trim()
  const isComplete = tokenPattern.test(token)
  const check = useQuery({
    queryKey: ['channel-token', token],
    queryFn: ({ signal }) => call(checkChannelToken, { kind: 'telegram', token }, { signal }),
    enabled: isComplete,
    retry: false,
    gcTime: 0,
  })
  const bot = isComplete ? check.data : undefined

  async function connect(): Promise<void> {
    if (!isComplete) return setFailure(say('tg.token.bad'))
    setConnecting(true)
    setFailure(null)
    try {
      const channel = await call(connectChannel, { kind: 'telegram', token })
      keep(channel)
      onConnected(channel)
    } catch (error) {
      setFailure(errorText(error))
    } finally {
      setConnecting(false)
    }
  }

  const error = failure ?? (isComplete && check.isError ? errorText(check.error) : null)
  return (
    <form
      className={page.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void connect()
      }}
    >
      <TextInput
        aria-label={say('tg.token')}
        size="md"
        placeholder="123456789:AAF…"
        autoComplete="off"
        spellCheck={false}
        value={text}
        error={error}
        rightSection={isComplete && check.isFetching ? <Loader size={16} /> : null}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setFailure(null)
        }}
      />
      <div role="status">
        {isComplete && check.isFetching && <p className={page.meta}>{say('tg.checking')}</p>}
        {bot && <FoundLine text={say('tg.ok', { name: nameWithHandle(bot) })} />}
      </div>
      <div>
        <Button type="submit" size="md" loading={isConnecting}>
          {bot ? say('tg.connect') : say('ch.connect')}
        </Button>
      </div>
    </form>
  )
}

/** Something that has been found or set, with a sign before it. */
export function FoundLine({ text }: { text: string }): ReactElement {
  return (
    <p className={styles.found}>
      <IconCircleCheck size={16} stroke={1.75} aria-hidden />
      <bdi>{text}</bdi>
    </p>
  )
}
