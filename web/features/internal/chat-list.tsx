import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconMessagePlus, IconMessages } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { InternalChatRow } from '#contract/internal'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Counter } from '../../ui/counter.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { useChatFace } from './chat-name.ts'
import { internalWords } from './labels.ts'
import { useInternalChats } from './use-chats.ts'
import classes from './colleagues.module.css'

type ChatListProps = { current: string | null; onNew: () => void }

/** One's chats with colleagues, the latest first. */
export function ChatList({ current, onNew }: ChatListProps): ReactElement {
  const say = useWords(internalWords)
  const chats = useInternalChats()
  const faceOf = useChatFace()
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  const found = chats.data?.filter((chat) => faceOf(chat).name.toLowerCase().includes(wanted))
  return (
    <div className={classes.side}>
      <header className={classes.sideHead}>
        <h1 className={classes.title}>{say('col.title')}</h1>
        <Tooltip label={say('col.new')}>
          <ActionIcon size={36} aria-label={say('col.new')} onClick={onNew}>
            <IconMessagePlus size={20} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </header>
      {chats.data && chats.data.length > 0 && (
        <SearchField
          className={classes.search}
          value={typed}
          onChange={setTyped}
          placeholder={say('col.find')}
        />
      )}
      {!found && !chats.error && <FieldsSkeleton />}
      {!found && chats.error && (
        <ErrorState title={say('col.error')} error={chats.error} onRetry={() => void chats.refetch()} />
      )}
      {chats.data?.length === 0 && (
        <EmptyState
          icon={<IconMessages size={28} stroke={1.5} />}
          title={say('col.empty')}
          text={say('col.empty.text')}
          action={
            // Beside the list, where there is room for both panes, the same step stands already.
            <Button className={classes.firstStep} onClick={onNew}>
              {say('col.new')}
            </Button>
          }
        />
      )}
      {found && found.length > 0 && (
        <nav className={classes.rows} aria-label={say('col.list')}>
          {found.map((chat) => (
            <Row key={chat.id} chat={chat} isCurrent={chat.id === current} />
          ))}
        </nav>
      )}
      {found?.length === 0 && wanted !== '' && <p className={classes.nothing}>{say('col.nothing')}</p>}
    </div>
  )
}

function Row({ chat, isCurrent }: { chat: InternalChatRow; isCurrent: boolean }): ReactElement {
  const say = useWords(internalWords)
  const format = useFormat()
  const { user } = useSession()
  const { name, seed, isGroup } = useChatFace()(chat)
  const { last, unread } = chat
  const words = last === null ? '' : last.text === '' && last.hasFiles ? say('col.file') : last.text
  return (
    <AppLink
      href={`/colleagues/${chat.id}`}
      className={classes.row}
      aria-current={isCurrent ? 'page' : undefined}
      data-unread={unread > 0 || undefined}
    >
      <Avatar name={name} seed={seed} size={36} isGroup={isGroup} />
      <span className={classes.rowWords}>
        <span className={classes.rowLine}>
          <bdi className={classes.rowName}>{name}</bdi>
          <time className={classes.quiet} dateTime={chat.lastAt}>
            {format.short(chat.lastAt)}
          </time>
        </span>
        <span className={classes.rowLine}>
          <span className={classes.preview} dir="auto">
            {last?.authorId === user.id ? say('col.you', { text: words }) : words}
          </span>
          {unread > 0 && <Counter count={unread} label={say('col.unreadIn', { count: unread })} />}
        </span>
      </span>
    </AppLink>
  )
}
