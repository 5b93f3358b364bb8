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
import { ContactSide } from './contact-side.tsx'
import { contactWords } from './labels.ts'
import { useContact } from './use-contact.ts'
import { useContactConversations } from './use-contact-conversations.ts'
import classes from './contact.module.css'

/** The card of a contact: its fields, deals and chats left; its conversations, or the chat itself, beside them. */
export function ContactPage(): ReactElement {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  const contactId = Number(params.contactId)
  return <ContactCard key={contactId} contactId={contactId} />
}

type View = 'card' | 'talks'

function ContactCard({ contactId }: { contactId: number }): ReactElement {
  const say = useWords(contactWords)
  const [view, setView] = useState<View>('card')
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
  const switcher = isPhone && (
    <SegmentedControl
      className={classes.switcher}
      fullWidth
      value={view}
      onChange={(value) => setView(value === 'talks' ? 'talks' : 'card')}
      data={[
        { value: 'card', label: say('contact.view.card') },
        {
          value: 'talks',
          label: showsChat(contact, talks.rows) ? say('contact.view.chat') : say('contact.view.talks'),
        },
      ]}
    />
  )
  return (
    <Panes
      view={view === 'card' ? 'list' : 'main'}
      listLabel={say('contact.fields')}
      mainLabel={say('contact.talks')}
      list={
        <>
          <title>{contact.name}</title>
          {switcher}
          <ContactSide contact={contact} />
        </>
      }
    >
      {switcher}
      <ContactMain contact={contact} talks={talks} />
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
