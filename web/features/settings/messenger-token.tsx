import { Button, Loader, TextInput } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ChannelView, MessengerKind } from '#contract/channels'
import { checkChannelToken, connectChannel } from '#contract/channels'
import { call } from '../../lib/api.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useWords } from '../../lib/words.ts'
import { useKeepChannel } from './channels-data.ts'
import styles from './connect-page.module.css'
import { connectionProblem } from './connection-problem.ts'
import { settingsWords } from './labels.ts'
import { messengerGuides } from './messengers/index.ts'
import { messengerWords } from './messenger-labels.ts'
import page from './page.module.css'
import { nameWithHandle } from './shown-handle.ts'

type MessengerTokenProps = { kind: MessengerKind; onConnected: (channel: ChannelView) => void }

/** Takes a token, says whose it is as soon as it is complete, and connects it. */
export function MessengerToken({ kind, onConnected }: MessengerTokenProps): ReactElement {
  const say = useWords(messengerWords)
  const sayConnect = useWords(settingsWords)
  const keep = useKeepChannel()
  const create = useCreate()
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [isConnecting, setConnecting] = useState(false)
  const token = text.trim()
  const isComplete = messengerGuides[kind].pattern.test(token)
  const check = useQuery({
    queryKey: ['channel-token', kind, token],
    queryFn: ({ signal }) => call(checkChannelToken, { kind, token }, { signal }),
    enabled: isComplete,
    retry: false,
    gcTime: 0,
  })
  const bot = isComplete ? check.data : undefined

  async function connect(): Promise<void> {
    if (!isComplete) return setFailure(say(`mes.${kind}.bad`))
    setConnecting(true)
    setFailure(null)
    try {
      const channel = await create([kind, token], (requestId) =>
        call(connectChannel, { requestId, kind, token }),
      )
      keep(channel)
      onConnected(channel)
    } catch (error) {
      setFailure(connectionProblem(error))
    } finally {
      setConnecting(false)
    }
  }

  const error = failure ?? (isComplete && check.isError ? connectionProblem(check.error) : null)
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
        aria-label={say(`mes.${kind}.token`)}
        size="md"
        placeholder={messengerGuides[kind].placeholder}
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
        {isComplete && check.isFetching && (
          <p className={page.meta}>{say('mes.checking', { messenger: say(`channel.${kind}`) })}</p>
        )}
        {bot && <FoundLine text={say(`mes.${kind}.ok`, { name: nameWithHandle({ ...bot, kind }) })} />}
      </div>
      <div>
        <Button type="submit" size="md" loading={isConnecting}>
          {bot ? say(`mes.${kind}.connect`) : sayConnect('ch.connect')}
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
