import { IconMessages } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ContactView } from '#contract/contacts'
import type { ConversationRow } from '#contract/conversations'
import type { RowList } from '../../lib/use-row-list.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LiveTable } from '../../ui/live-table.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import { ChatPane } from '../chat/chat-pane.tsx'
import { handleName } from '../imbox/handle-name.ts'
import { ContactFeed } from './contact-feed.tsx'
import { TalkCard, useTalkColumns } from './talk-columns.tsx'
import { contactWords } from './labels.ts'
import classes from './contact.module.css'

/** What stands beside the fields. */
export type MainView = 'feed' | 'talks'

type ContactMainProps = { contact: ContactView; talks: RowList<ConversationRow>; view: MainView }

/** A chat shows in the deals of its contact, and here only while it has none. */
export function showsChat(contact: ContactView, rows: readonly ConversationRow[]): boolean {
  return contact.deals.length === 0 && rows.length > 0 && rows.every((row) => row.card === null)
}

/** The feed of the contact, or its conversations; while it has no deal, the chat itself. */
export function ContactMain({ contact, talks, view }: ContactMainProps): ReactElement {
  const say = useWords(contactWords)
  const columns = useTalkColumns()
  if (view === 'feed') return <ContactFeed contact={contact} />
  if (showsChat(contact, talks.rows)) return <ContactChat contact={contact} rows={talks.rows} />
  return (
    <div className={classes.main}>
      {talks.isLoading ? (
        <RowsSkeleton />
      ) : talks.error && talks.rows.length === 0 ? (
        <ErrorState title={say('contact.talks.error')} error={talks.error} onRetry={talks.retry} />
      ) : talks.rows.length === 0 ? (
        <EmptyState
          icon={<IconMessages size={28} stroke={1.5} />}
          title={say('contact.talks.none')}
          text={say('contact.talks.none.text')}
        />
      ) : (
        <LiveTable
          name={`contact ${contact.id}`}
          label={say('contact.talks')}
          columns={columns}
          renderCard={(row) => <TalkCard row={row} />}
          rows={talks.rows}
          rowKey={(row) => row.number}
          rowHref={(row) => `/imbox/${row.number}`}
          isStale={talks.isStale}
          hasMore={talks.hasMore}
          isLoadingMore={talks.isLoadingMore}
          onLoadMore={talks.loadMore}
        />
      )}
    </div>
  )
}

/** The chat in which the contact was talked with last; an open conversation comes before closed ones. */
function ContactChat({
  contact,
  rows,
}: {
  contact: ContactView
  rows: ConversationRow[]
}): ReactElement | null {
  const [chosen, setChosen] = useState<number | null>(null)
  const row =
    rows.find((each) => each.number === chosen) ?? rows.find((each) => each.closedAt === null) ?? rows[0]
  if (!row) return null
  const chat = contact.chats.find((each) => each.id === row.chatId)
  const other = contact.chats.find(
    (each) => each.id !== row.chatId && rows.some((of) => of.chatId === each.id),
  )
  return (
    <ChatPane
      key={row.chatId}
      row={row}
      handle={chat ? handleName(chat) : null}
      other={other ? { chatId: other.id, label: other.channelName } : null}
      onBack={null}
      onPane={null}
      onCard={null}
      onNumber={setChosen}
      onChat={(chatId) => setChosen(rows.find((each) => each.chatId === chatId)?.number ?? null)}
    />
  )
}
