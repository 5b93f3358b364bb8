import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useRef } from 'react'
import type { ReactElement } from 'react'
import type { NotificationView } from '#contract/notifications'
import { useFormat } from '../../lib/use-format.ts'
import { useKindName } from '../../lib/unsupported-kind.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Counter } from '../../ui/counter.tsx'
import { isAttachmentKind } from './attachment-kind.ts'
import { notificationWords } from './labels.ts'
import classes from './notifications.module.css'

type NotificationItemProps = {
  item: NotificationView
  onOpen: () => void
  onRead: () => void
  onDismiss: () => void
}

/** One conversation to look at: whose, in which channel, what he wrote last; the whole line leads to it. */
export function NotificationItem({ item, onOpen, onRead, onDismiss }: NotificationItemProps): ReactElement {
  const say = useWords(notificationWords)
  const { contact, number, isRead } = item
  const link = useRef<HTMLAnchorElement>(null)
  // The buttons go with what they do; the line stays, and keeps the focus.
  const staying = (act: () => void) => () => {
    link.current?.focus()
    act()
  }
  return (
    <li className={isRead ? classes.item : `${classes.item} ${classes.unread}`}>
      <AppLink
        ref={link}
        href={`/imbox/${number}`}
        className={classes.link}
        data-notification
        onClick={onOpen}
      >
        <span className={classes.face}>
          <Avatar
            name={contact.name}
            seed={contact.id}
            picture={contact.avatarUrl}
            channel={item.channelKind}
          />
        </span>
        <ItemWords item={item} />
      </AppLink>
      {isRead ? null : (
        <div className={classes.actions}>
          <Button size="compact-sm" variant="default" onClick={staying(onDismiss)}>
            {say('nt.noReply')}
          </Button>
          <Tooltip label={say('nt.read', { name: contact.name })}>
            <ActionIcon
              size={26}
              aria-label={say('nt.read', { name: contact.name })}
              onClick={staying(onRead)}
            >
              <IconCheck size={16} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </li>
  )
}

function ItemWords({ item }: { item: NotificationView }): ReactElement {
  const say = useWords(notificationWords)
  const format = useFormat()
  const now = useNow()
  const { contact, channelKind, number, card, count, at, isRead } = item
  return (
    <span className={classes.words}>
      <span className={classes.line}>
        {isRead ? null : <span className="beseda-hidden">{say('nt.new')}</span>}
        <bdi className={classes.name}>{contact.name}</bdi>
        <time className={classes.time} dateTime={at} title={format.exact(at)}>
          {format.short(at, now)}
        </time>
      </span>
      <span className={classes.line}>
        <Preview item={item} />
        {isRead ? null : <Counter count={count} label={say('row.unread', { count })} />}
      </span>
      <span className={classes.place}>
        {say('nt.channel', { channel: say(`channel.${channelKind}`), number })}
        {card && card.name !== contact.name ? <bdi className={classes.card}>{card.name}</bdi> : null}
      </span>
    </span>
  )
}

/** The newest message in words: its text, or what was sent instead of one. */
function Preview({ item: { text, attachment, unsupported } }: { item: NotificationView }): ReactElement {
  const say = useWords()
  const kindName = useKindName()
  const words = unsupported
    ? say('row.unsupported', { kind: kindName(unsupported) })
    : text || (isAttachmentKind(attachment) ? say(`row.${attachment}`) : '')
  return <bdi className={classes.preview}>{words}</bdi>
}
