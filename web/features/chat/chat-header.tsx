import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconId } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { WaitingChip } from '../../ui/waiting-chip.tsx'
import { LeadBar } from '../incoming-leads/lead-bar.tsx'
import { HeaderMarks } from './header/header-marks.tsx'
import { HeaderMenu } from './header/header-menu.tsx'
import { chatWords } from './labels.ts'
import classes from './chat.module.css'

export type HeaderActions = {
  onClose: () => void
  onDismiss: () => void
}

type ChatHeaderProps = HeaderActions & {
  row: ConversationRow
  /** Handle in the messenger or phone, when known. */
  handle: string | null
  /** On a phone: back to the list, and to the client's card. */
  onBack: (() => void) | null
  onPane: (() => void) | null
  onCard: (() => void) | null
  /** Opens another conversation. */
  onNumber: (number: number) => void
  /** Beside the number: who is writing now. */
  aside?: ReactNode
}

/** Who one talks to, in which conversation, and what can be done with it. */
export function ChatHeader(props: ChatHeaderProps): ReactElement {
  const say = useWords(chatWords)
  const { row, handle, onBack, onPane } = props
  return (
    <header className={classes.header}>
      <div className={classes.who}>
        {onBack && (
          <ActionIcon aria-label={say('talk.back')} onClick={onBack} size={40}>
            <IconArrowLeft size={20} />
          </ActionIcon>
        )}
        <Avatar
          name={row.contact.name}
          seed={row.contact.id}
          picture={row.contact.avatarUrl}
          channel={row.channel.kind}
        />
        <div className={classes.names}>
          <h1 className={classes.name}>
            <bdi>{row.contact.name}</bdi>
          </h1>
          <div className={classes.where}>
            {row.channel.name}
            {handle !== null && <bdi>{` · ${handle}`}</bdi>}
          </div>
        </div>
        {onPane && (
          <ActionIcon aria-label={say('talk.pane')} onClick={onPane} size={40}>
            <IconId size={20} />
          </ActionIcon>
        )}
        <HeaderMenu row={row} onCard={props.onCard} onNumber={props.onNumber} />
        <HeaderButtons {...props} />
      </div>
      <div className={classes.state}>
        <span className={classes.number}>{say('talk.no', { number: row.number })}</span>
        {row.waitingSince !== null && <WaitingChip since={row.waitingSince} due={row.due} />}
        {row.closedAt !== null && <span className={classes.closed}>{say('talk.isClosed')}</span>}
        <HeaderMarks row={row} />
        <div className={classes.aside}>{props.aside}</div>
        <LeadBar row={row} />
      </div>
    </header>
  )
}

/** Close and No reply needed; a closed conversation has neither. */
function HeaderButtons({ row, onClose, onDismiss }: ChatHeaderProps): ReactElement | null {
  const say = useWords(chatWords)
  if (row.closedAt !== null) return null
  const isDone = row.isRead && row.waitingSince === null
  return (
    <div className={classes.buttons}>
      <Tooltip label={`${say('talk.noreply.hint')} · E`}>
        <Button variant="default" disabled={isDone} onClick={onDismiss}>
          {say('talk.noreply')}
        </Button>
      </Tooltip>
      <Tooltip label={`${say('talk.close.hint')} · Shift D`}>
        <Button variant="light" onClick={onClose}>
          {say('talk.close')}
        </Button>
      </Tooltip>
    </div>
  )
}
