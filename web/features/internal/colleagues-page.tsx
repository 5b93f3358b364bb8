import { Button } from '@mantine/core'
import { IconMessageOff, IconMessages } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { isApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Panes } from '../../ui/panes.tsx'
import { ChatSkeleton } from '../../ui/skeletons.tsx'
import { ChatList } from './chat-list.tsx'
import { ChatView } from './chat-view.tsx'
import { internalWords } from './labels.ts'
import { NewChatDialog } from './new-chat-dialog.tsx'
import { useInternalChat, useInternalChats } from './use-chats.ts'

/** Chats between colleagues beside the cards: the list and the opened one. */
export function ColleaguesPage(): ReactElement {
  const say = useWords(internalWords)
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const chatId = params.chatId ?? null
  const [isNew, setNew] = useState(false)
  const hasChats = useInternalChats().data?.length !== 0
  return (
    <Panes
      view={chatId === null ? 'list' : 'main'}
      listLabel={say('col.list')}
      mainLabel={say('col.chat')}
      list={
        <>
          <title>{say('col.title')}</title>
          <ChatList current={chatId} onNew={() => setNew(true)} />
        </>
      }
    >
      {chatId === null ? (
        <EmptyState
          icon={<IconMessages size={28} stroke={1.5} />}
          title={say(hasChats ? 'col.choose' : 'col.start')}
          text={say(hasChats ? 'col.choose.text' : 'col.start.text')}
          action={<Button onClick={() => setNew(true)}>{say('col.new')}</Button>}
        />
      ) : (
        <Opened key={chatId} chatId={chatId} />
      )}
      {isNew && <NewChatDialog onClose={() => setNew(false)} />}
    </Panes>
  )
}

function Opened({ chatId }: { chatId: string }): ReactElement {
  const say = useWords(internalWords)
  const chat = useInternalChat(chatId)
  const isGone =
    isApiError(chat.error, 'internal.chat_not_found') || isApiError(chat.error, 'request.invalid')
  if (isGone) {
    return (
      <EmptyState
        icon={<IconMessageOff size={28} stroke={1.5} />}
        title={say('col.gone')}
        text={say('col.gone.text')}
        action={
          <Button component={AppLink} href="/colleagues" variant="default">
            {say('col.toList')}
          </Button>
        }
      />
    )
  }
  if (chat.data) return <ChatView chat={chat.data} />
  return chat.error ? (
    <ErrorState title={say('in.error')} error={chat.error} onRetry={() => void chat.refetch()} />
  ) : (
    <ChatSkeleton />
  )
}
