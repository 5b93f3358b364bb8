import { Button } from '@mantine/core'
import { IconBan, IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { ChatView } from '#contract/messages'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScheduledStrip } from '../scheduled/scheduled-strip.tsx'
import { composerWords } from './labels.ts'
import classes from './composer.module.css'

/** Another chat in which this client can be answered. */
export type OtherChat = { chatId: string; label: string }

type CannotWriteProps = { chat: ChatView; other: OtherChat | null; onSwitch: (chatId: string) => void }

const icons: Record<NonNullable<ChatView['cannotWrite']>, ReactNode> = {
  blocked_by_client: <IconBan size={16} aria-hidden="true" />,
  channel_disconnected: <IconPlugConnectedX size={16} aria-hidden="true" />,
  token_revoked: <IconPlugConnectedX size={16} aria-hidden="true" />,
  no_right: <IconLock size={16} aria-hidden="true" />,
}

/** Instead of the field: why nobody can write here, and what can be done about it. */
export function CannotWrite({ chat, other, onSwitch }: CannotWriteProps): ReactElement | null {
  const say = useWords(composerWords)
  const { rights } = useSession()
  const reason = chat.cannotWrite
  if (reason === null) return null
  const channel = chat.channel.name
  const isChannels = reason === 'channel_disconnected' || reason === 'token_revoked'
  const text =
    reason === 'no_right' || reason === 'blocked_by_client'
      ? say(`comp.no.${reason}`)
      : say(`comp.no.${reason}`, { channel })
  return (
    <div className={classes.cannot}>
      <div className={classes.cannotStrip}>
        <ScheduledStrip chatId={chat.id} />
      </div>
      <Notice tone={reason === 'no_right' ? 'info' : 'danger'} icon={icons[reason]} isLive>
        {text}
      </Notice>
      {reason !== 'no_right' && other && (
        <Button variant="light" onClick={() => onSwitch(other.chatId)}>
          {say('comp.no.switch', { channel: other.label })}
        </Button>
      )}
      {isChannels && rights.settings && (
        <Button component={AppLink} href="/settings/channels" variant="default">
          {say('comp.no.settings')}
        </Button>
      )}
    </div>
  )
}

type ComposerNoticesProps = { chat: ChatView; closedNumber: number | null }

/** Above the field: what will happen that one may not expect. */
export function ComposerNotices({ chat, closedNumber }: ComposerNoticesProps): ReactElement | null {
  const say = useWords(composerWords)
  const format = useFormat()
  const now = useNow()
  if (chat.channel.pausedAt !== null) return <Notice tone="warn">{say('comp.paused')}</Notice>
  if (chat.waitsUntil !== null && Date.parse(chat.waitsUntil) > now) {
    return <Notice tone="warn">{say('comp.waits', { time: format.time(chat.waitsUntil) })}</Notice>
  }
  if (chat.openNumber !== null) return null
  return (
    <Notice>
      {closedNumber === null ? say('comp.noOpen') : say('comp.closed', { number: closedNumber })}
    </Notice>
  )
}
