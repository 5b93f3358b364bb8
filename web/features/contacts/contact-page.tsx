import { Button, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconUserOff } from '@tabler/icons-react'
import { Navigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { isApiError } from '../../lib/api-error.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Panes } from '../../ui/panes.tsx'
import { FieldsSkeleton } from '../../ui/skeletons.tsx'
import { useLiveConversations } from '../imbox/use-live-conversations.ts'
import { ContactMain, showsChat } from './contact-main.tsx'
import type { MainView } from './contact-main.tsx'
import { ContactSide } from './contact-side.tsx'
import { contactWords } from './labels.ts'
import { useContact } from './use-contact.ts'
import { useContactConversations } from './use-contact-conversations.ts'
import classes from './contact.module.css'

/** The card of a contact: its fields, deals and chats left; its feed, its conversations or the chat itself beside them. */
export function ContactPage(): ReactElement {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const contactId = Number(params.contactId)
  return <ContactCard key={contactId} contactId={contactId} />
}

function ContactCard({ contactId }: { contactId: number }): ReactElement {
  const say = useWords(contactWords)
  const [chosen, setChosen] = useState<MainView | null>(null)
  const [isAside, setAside] = useState(false)
  const isPhone = useMediaQuery('(width < 840px)') ?? false
  const { contact, error, retry } = useContact(contactId)
  const talks = useContactConversations(contactId)
  useLiveConversations()
  // Also when it went out of one's sight while its card was open.
  if (isApiError(error, 'contact.not_found') || isApiError(error, 'request.invalid')) return <Gone />
  if (!contact) {
    return error ? (
      <ErrorState title={say('contact.error')} error={error} onRetry={retry} />
    ) : (
      <FieldsSkeleton />
    )
  }
  // It was merged into another one: that one's address is the address.
  if (contact.id !== contactId)
    return <Navigate to="/contacts/$contactId" params={{ contactId: String(contact.id) }} replace />
  const isChat = showsChat(contact, talks.rows)
  // Who has neither deal nor customer is talked with here; else his chats are in their cards.
  const isFirstTalks = contact.deals.length === 0 && (isChat || talks.isLoading)
  const view = chosen ?? (isFirstTalks ? 'talks' : 'feed')
  const views = [
    { value: 'feed', label: say('contact.view.feed') },
    { value: 'talks', label: isChat ? say('contact.view.chat') : say('contact.view.talks') },
  ]
  const switcher = (
    <SegmentedControl
      className={classes.switcher}
      fullWidth={isPhone}
      value={isPhone && !isAside ? 'card' : view}
      onChange={(value) => {
        setAside(value !== 'card')
        if (value !== 'card') setChosen(value === 'talks' ? 'talks' : 'feed')
      }}
      data={isPhone ? [{ value: 'card', label: say('contact.view.card') }, ...views] : views}
    />
  )
  return (
    <Panes
      view={isAside ? 'main' : 'list'}
      listLabel={say('contact.fields')}
      mainLabel={view === 'feed' ? say('contact.view.feed') : say('contact.talks')}
      list={
        <>
          <title>{contact.name}</title>
          {isPhone && switcher}
          <ContactSide contact={contact} />
        </>
      }
    >
      {switcher}
      <ContactMain contact={contact} talks={talks} view={view} />
    </Panes>
  )
}

function Gone(): ReactElement {
  const say = useWords(contactWords)
  return (
    <EmptyState
      icon={<IconUserOff size={28} stroke={1.5} />}
      title={say('contact.gone')}
      text={say('contact.gone.text')}
      action={
        <Button component={AppLink} href="/contacts" variant="default">
          {say('contact.toList')}
        </Button>
      }
    />
  )
}
