import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconBan, IconDots, IconMessagePlus, IconPlus, IconStar, IconUserMinus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { linkContact, unlinkContact } from '#contract/card-links'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { Section } from '../../ui/section.tsx'
import { errorToast, undoToast } from '../../ui/toasts.tsx'
import { ContactSelect } from '../contacts/contact-select.tsx'
import { writingWords } from '../writing/labels.ts'
import { cardKey, type Card } from './card.ts'
import type { OnWrite } from './card-page.tsx'
import { cardWords } from './labels.ts'
import { feedKey } from './use-card-feed.ts'
import classes from './card.module.css'

type ContactsBlockProps = { card: Card; canEdit: boolean; onWrite: OnWrite }
type Contact = Card['contacts'][number]

/** Who the card is about, and where each can be written to. */
export function ContactsBlock({ card, canEdit, onWrite }: ContactsBlockProps): ReactElement {
  const say = useWords(cardWords)
  const sayWriting = useWords(writingWords)
  const { link, unlink } = useContactLinks(card)
  const [isAdding, setAdding] = useState(false)
  const add = canEdit && (
    <Tooltip label={say('card.contacts.add')}>
      <ActionIcon aria-label={say('card.contacts.add')} onClick={() => setAdding(true)}>
        <IconPlus size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  )
  return (
    <Section title={say('card.contacts')} count={card.contacts.length} action={add}>
      {isAdding && (
        <ContactSelect
          label={say('card.contacts.add')}
          placeholder={say('card.contacts.hint')}
          nothingFound={say('card.contacts.notFound')}
          value={null}
          isFocused
          onClose={() => setAdding(false)}
          onChange={(contact) => {
            setAdding(false)
            if (contact) link(contact.id, false)
          }}
        />
      )}
      {card.contacts.length === 0 && !isAdding && (
        <span className={classes.since}>{say('card.noContacts')}</span>
      )}
      {card.contacts.map((contact) => (
        <div key={contact.id} className={classes.contact}>
          <Avatar name={contact.name} seed={contact.id} picture={contact.avatarUrl} size={36} />
          <span className={classes.contactWords}>
            <AppLink href={`/contacts/${contact.id}`} className={classes.contactName}>
              <bdi>{contact.name}</bdi>
            </AppLink>
            <span className={classes.since}>
              {contact.isBlocked && <IconBan size={12} stroke={2} aria-hidden="true" />}
              {[
                contact.isBlocked ? say('card.contacts.blocked') : null,
                contact.isMain ? say('card.main') : null,
                contact.phone,
              ]
                .filter(Boolean)
                .join(', ')}
            </span>
          </span>
          {contact.chats.map((chat) => (
            <ChannelMark key={chat.id} kind={chat.channelKind} size={20} />
          ))}
          <Tooltip label={sayWriting('write.to', { name: contact.name })}>
            <ActionIcon
              aria-label={sayWriting('write.to', { name: contact.name })}
              onClick={() => onWrite(contact.id)}
            >
              <IconMessagePlus size={18} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
          {canEdit && (
            <ContactMenu
              contact={contact}
              onMain={() => link(contact.id, true)}
              onUnlink={() => unlink(contact)}
            />
          )}
        </div>
      ))}
    </Section>
  )
}

type MenuProps = { contact: Contact; onMain: () => void; onUnlink: () => void }

/** What can be done with a contact of the card. */
function ContactMenu({ contact, onMain, onUnlink }: MenuProps): ReactElement {
  const say = useWords(cardWords)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={28} aria-label={say('card.contacts.more', { name: contact.name })}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!contact.isMain && (
          <Menu.Item leftSection={<IconStar size={16} stroke={1.75} />} onClick={onMain}>
            {say('card.contacts.makeMain')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconUserMinus size={16} stroke={1.75} />} color="red" onClick={onUnlink}>
          {say('card.contacts.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Puts contacts on a card and takes them off it. */
function useContactLinks(card: Card): {
  link: (contactId: number, isMain: boolean) => void
  unlink: (contact: Contact) => void
} {
  const say = useWords(cardWords)
  const client = useQueryClient()
  const { kind: cardKind, id: cardId } = card
  const refresh = (): void => {
    void client.invalidateQueries({ queryKey: cardKey(card) })
    void client.invalidateQueries({ queryKey: feedKey(card) })
  }
  const link = (contactId: number, isMain: boolean): void => {
    call(linkContact, { cardKind, cardId, contactId, isMain }).then(refresh).catch(errorToast)
  }
  return {
    link,
    unlink: ({ id: contactId, name, isMain }) => {
      call(unlinkContact, { cardKind, cardId, contactId })
        .then(() => {
          refresh()
          undoToast(say('card.contacts.removed', { name }), () => link(contactId, isMain))
        })
        .catch(errorToast)
    },
  }
}
