import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useRef } from 'react'
import type { ReactElement } from 'react'
import { placeOf } from '#contract/notification-place'
import type { NotificationView } from '#contract/notifications'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { BreakageWords } from './breakage-words.tsx'
import { IncomingWords } from './incoming-words.tsx'
import { kindIcons } from './kind-looks.tsx'
import { notificationWords } from './labels.ts'
import { nameOf } from './name-of.ts'
import { NoticeWords } from './notice-words.tsx'
import classes from './notifications.module.css'
import { ScheduledWords } from './scheduled-words.tsx'

type NotificationItemProps = {
  item: NotificationView
  onOpen: () => void
  onRead: () => void
  /** "No reply needed"; null: there is nothing to reply to. */
  onDismiss: (() => void) | null
}

/** One thing to look at: of whom or what, and in a few words what happened; the whole line leads to it. */
export function NotificationItem({ item, onOpen, onRead, onDismiss }: NotificationItemProps): ReactElement {
  const say = useWords(notificationWords)
  const link = useRef<HTMLAnchorElement>(null)
  const { isRead } = item
  const read = say('nt.read', { name: nameOf(item) })
  // The buttons go with what they do; the line stays, and keeps the focus.
  const staying = (act: () => void) => () => {
    link.current?.focus()
    act()
  }
  return (
    <li className={isRead ? classes.item : `${classes.item} ${classes.unread}`}>
      <AppLink ref={link} href={placeOf(item)} className={classes.link} data-notification onClick={onOpen}>
        <span className={classes.face}>
          <Face item={item} />
        </span>
        <span className={classes.words}>
          <Head item={item} />
          <Words item={item} />
        </span>
      </AppLink>
      {isRead ? null : (
        <div className={classes.actions}>
          {onDismiss && (
            <Button size="compact-sm" variant="default" onClick={staying(onDismiss)}>
              {say('nt.noReply')}
            </Button>
          )}
          <Tooltip label={read}>
            <ActionIcon size={26} aria-label={read} onClick={staying(onRead)}>
              <IconCheck size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </li>
  )
}

function Face({ item }: { item: NotificationView }): ReactElement {
  if (item.kind === 'channel') return <ChannelMark kind={item.channel.kind} size={36} />
  if (item.kind === 'incoming' || item.kind === 'scheduled_failed') {
    const { id, name, avatarUrl } = item.contact
    return <Avatar name={name} seed={id} picture={avatarUrl} channel={item.channelKind} />
  }
  if (item.by) return <Avatar name={item.by.name} seed={`user:${item.by.id}`} />
  return (
    <span className={classes.sign} aria-hidden="true">
      {kindIcons[item.kind]}
    </span>
  )
}

function Head({ item }: { item: NotificationView }): ReactElement {
  const say = useWords(notificationWords)
  const format = useFormat()
  const now = useNow()
  const { at, isRead } = item
  return (
    <span className={classes.line}>
      {isRead ? null : <span className="beseda-hidden">{say('nt.new')}</span>}
      <bdi className={classes.name}>{nameOf(item) || say('nt.yours')}</bdi>
      <time className={classes.time} dateTime={at} title={format.exact(at)}>
        {format.short(at, now)}
      </time>
    </span>
  )
}

function Words({ item }: { item: NotificationView }): ReactElement {
  switch (item.kind) {
    case 'incoming':
      return <IncomingWords item={item} />
    case 'channel':
      return <BreakageWords item={item} />
    case 'scheduled_failed':
      return <ScheduledWords item={item} />
    default:
      return <NoticeWords item={item} />
  }
}
