import { Button } from '@mantine/core'
import { IconBan, IconInfoCircle, IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import type { ChatView } from '#contract/messages'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { composerWords } from './labels.ts'
import classes from './composer.module.css'

/** Another chat in which this client can be answered. */
export type OtherChat = { chatId: string; label: string }

type CannotWriteProps = { chat: ChatView; other: OtherChat | null; onSwitch: (chatId: string) => void }

/** Instead of the field: why nobody can write here, and what can be done about it. */
export function CannotWrite({ chat, other, onSwitch }: CannotWriteProps): ReactElement | null {
  const say = useWords(composerWords)
  const { rights } = useSession()
  const reason = chat.cannotWrite
  if (reason === null) return null
  const channel = chat.channel.name
  const isChannels = reason === 'channel_disconnected' || reason === 'token_revoked'
  return (
    <div className={classes.cannot}>
      <Notice tone={reason === 'no_right' ? 'info' : 'danger'} icon={icons[reason]}>
        {say(`comp.no.${reason}`, { channel })}
      </Notice>
      {isChannels && rights.settings && (
        <Button component={Link} to="/settings/channels" variant="default" size="xs">
          {say('comp.no.settings')}
        </Button>
      )}
      {reason !== 'no_right' && other && (
        <Button variant="light" size="xs" onClick={() => onSwitch(other.chatId)}>
          {say('comp.no.switch', { channel: other.label })}
        </Button>
      )}
    </div>
  )
}

const icons: Record<NonNullable<ChatView['cannotWrite']>, ReactNode> = {
  blocked_by_client: <IconBan size={16} />,
  channel_disconnected: <IconPlugConnectedX size={16} />,
  token_revoked: <IconPlugConnectedX size={16} />,
  no_right: <IconLock size={16} />,
}

/** Above the field: what will happen that one may not expect. */
export function ComposerNotices({
  chat,
  closedNumber,
}: {
  chat: ChatView
  closedNumber: number | null
}): ReactElement | null {
  const say = useWords(composerWords)
  const format = useFormat()
  if (chat.waitsUntil !== null && Date.parse(chat.waitsUntil) > Date.now()) {
    return <Notice tone="warn">{say('comp.waits', { time: format.time(chat.waitsUntil) })}</Notice>
  }
  if (chat.openNumber !== null) return null
  return (
    <Notice tone="info">
      {closedNumber === null ? say('comp.noOpen') : say('comp.closed', { number: closedNumber })}
    </Notice>
  )
}

type NoticeProps = { tone: 'info' | 'warn' | 'danger'; icon?: ReactNode; children: ReactNode }

function Notice({ tone, icon, children }: NoticeProps): ReactElement {
  return (
    <div className={classes.notice} data-tone={tone} role="status">
      {icon ?? <IconInfoCircle size={16} />}
      <span>{children}</span>
    </div>
  )
}
