import { useMediaQuery } from '@mantine/hooks'
import { IconMoodSad } from '@tabler/icons-react'
import { useParams, useRouter } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import type { ConversationDetail } from '#contract/conversations'
import { isApiError } from '../../lib/api-error.ts'
import { cardHref } from '../../lib/card-href.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Panes } from '../../ui/panes.tsx'
import { ChatSkeleton } from '../../ui/skeletons.tsx'
import { BulkBar } from '../bulk-actions/bulk-bar.tsx'
import { ChatPane } from '../chat/chat-pane.tsx'
import type { OtherChat } from '../composer/composer-notice.tsx'
import { ClientPane } from './client-pane.tsx'
import { ConversationList } from './conversation-list.tsx'
import type { ListHandle } from './conversation-list.tsx'
import { handleName } from './handle-name.ts'
import { imboxWords } from './labels.ts'
import { ListEmpty } from './list-empty.tsx'
import { heldBy } from './list-filter.ts'
import { ListHead } from './list-head.tsx'
import { NothingOpened } from './nothing-opened.tsx'
import { useConversation } from './use-conversation.ts'
import type { OpenedConversation } from './use-conversation.ts'
import { useConversationList } from './use-conversation-list.ts'
import { useCounts } from './use-counts.ts'
import { useFound } from './use-found.ts'
import { useImboxKeys } from './use-imbox-keys.ts'
import { useListFilter } from './use-list-filter.ts'
import { useLiveConversations } from './use-live-conversations.ts'
import { usePane } from './use-pane.ts'
import { useImboxViews } from './views/use-imbox-views.ts'
import classes from './imbox.module.css'

/** ImBox: the list, the opened conversation, the client with his deal. */
export function ImboxPage(): ReactElement {
  const say = useWords(imboxWords)
  const { user } = useSession()
  const router = useRouter()
  const number = useOpenNumber()
  const views = useImboxViews()
  const { filter: choice, change, hrefOf } = useListFilter(views.views)
  const [isFilterOpen, setFilterOpen] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const listRef = useRef<ListHandle>(null)
  const isPhone = useMediaQuery('(width < 840px)') ?? false
  const pane = usePane(isPhone)
  const counts = useCounts()
  const filter = { ...choice, userId: user.id }
  const list = useConversationList(filter)
  const found = useFound(choice, counts)
  const opened = useConversation(number)
  useLiveConversations()

  const go = useCallback(
    (next: number) => {
      // Walking through the list leaves one step in the history, not one for every row.
      if (number === null || isPhone) router.history.push(hrefOf(next))
      else router.history.replace(hrefOf(next))
    },
    [router, hrefOf, number, isPhone],
  )
  useImboxKeys({
    onPreset: (preset) => change({ preset }),
    onMove: (step) => listRef.current?.move(step),
    onSearch: () => searchField.current?.focus(),
    onFilter: () => setFilterOpen(true),
    onList: pane.toggleList,
    onPane: pane.toggle,
  })

  return (
    <Panes
      view={number === null ? 'list' : pane.isPageOpen ? 'pane' : 'main'}
      isListOpen={pane.isListOpen || isPhone}
      isPaneOpen={pane.isOpen && number !== null}
      listLabel={say('imbox.list')}
      mainLabel={say('imbox.chat')}
      paneLabel={say('pane.title')}
      list={
        <>
          <ListHead
            searchRef={searchField}
            filter={choice}
            onFilter={change}
            isFilterOpen={isFilterOpen}
            onFilterOpen={setFilterOpen}
            views={views}
            counts={counts}
            onLeave={() => listRef.current?.focus()}
            onNumber={go}
          />
          <ConversationList
            ref={listRef}
            list={list}
            filterKey={JSON.stringify(filter)}
            current={number}
            hrefOf={hrefOf}
            onOpen={go}
            onEnter={() => document.querySelector<HTMLElement>('[role="log"]')?.focus()}
            canSelectAll={found !== null}
            renderBar={(selection) => <BulkBar selection={selection} filter={heldBy(choice)} found={found} />}
            empty={<ListEmpty filter={choice} counts={counts} onFilter={change} />}
          />
        </>
      }
      pane={
        number !== null && (
          <ClientPane
            opened={opened}
            onBack={isPhone ? pane.closePage : null}
            onHide={isPhone ? null : pane.toggle}
          />
        )
      }
    >
      {number === null ? (
        <div className={classes.center}>
          <NothingOpened hasRows={list.rows.length > 0} />
        </div>
      ) : (
        <OpenedChat
          opened={opened}
          onNumber={go}
          onBack={isPhone ? () => router.history.push(hrefOf(null)) : null}
          onPane={isPhone ? pane.openPage : pane.isOpen ? null : pane.toggle}
          onGo={(href) => router.history.push(href)}
        />
      )}
    </Panes>
  )
}

/** The conversation of the address; null in the list alone. */
function useOpenNumber(): number | null {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const number = Number(params.number)
  return Number.isSafeInteger(number) && number > 0 ? number : null
}

type OpenedChatProps = {
  opened: OpenedConversation
  onNumber: (number: number) => void
  onBack: (() => void) | null
  onPane: (() => void) | null
  onGo: (href: string) => void
}

function OpenedChat({ opened, onNumber, onBack, onPane, onGo }: OpenedChatProps): ReactElement {
  const say = useWords(imboxWords)
  const { row, detail, error, retry } = opened
  if (!row) {
    return (
      <div className={classes.center}>
        {isApiError(error, 'conversation.not_found') ? (
          <EmptyState
            icon={<IconMoodSad size={28} stroke={1.5} />}
            title={say('imbox.gone.title')}
            text={say('imbox.gone.text')}
          />
        ) : error ? (
          <ErrorState error={error} onRetry={retry} />
        ) : (
          <ChatSkeleton />
        )}
      </div>
    )
  }
  const { card } = row
  return (
    <ChatPane
      key={row.chatId}
      row={row}
      handle={handleOf(detail, row.chatId)}
      other={otherChat(detail, row.chatId)}
      onNumber={onNumber}
      onChat={(chatId) => {
        const chat = detail?.contact?.chats.find((each) => each.id === chatId)
        const next = chat?.openNumber ?? chat?.lastNumber
        if (next) onNumber(next)
      }}
      onBack={onBack}
      onPane={onPane}
      onCard={card ? () => onGo(cardHref(card)) : null}
    />
  )
}

function handleOf(detail: ConversationDetail | undefined, chatId: string): string | null {
  const chat = detail?.contact?.chats.find((each) => each.id === chatId)
  if (chat?.handle) return handleName(chat)
  return detail?.contact?.points.find((point) => point.kind === 'phone')?.value ?? null
}

/** Another chat of the client in which he can be answered. */
function otherChat(detail: ConversationDetail | undefined, chatId: string): OtherChat | null {
  const chat = detail?.contact?.chats.find(
    (each) => each.id !== chatId && (each.openNumber ?? each.lastNumber) !== null,
  )
  return chat ? { chatId: chat.id, label: chat.channelName } : null
}
