import { ActionIcon, Tooltip } from '@mantine/core'
import { IconMessagePlus } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { Section } from '../../ui/section.tsx'
import { writingWords } from '../writing/labels.ts'
import type { Card } from './card.ts'
import type { OnWrite } from './card-page.tsx'
import { cardWords } from './labels.ts'
import classes from './card.module.css'

type ContactsBlockProps = { card: Card; canEdit: boolean; onWrite: OnWrite }

/** Who the card is about, and where each can be written to. */
export function ContactsBlock({ card, onWrite }: ContactsBlockProps): ReactElement {
  const say = useWords(cardWords)
  const sayWriting = useWords(writingWords)
  return (
    <Section title={say('card.contacts')} count={card.contacts.length}>
      {card.contacts.length === 0 && <span className={classes.since}>{say('card.noContacts')}</span>}
      {card.contacts.map((contact) => (
        <div key={contact.id} className={classes.contact}>
          <Avatar name={contact.name} seed={contact.id} picture={contact.avatarUrl} size={36} />
          <span className={classes.contactWords}>
            <AppLink href={`/contacts/${contact.id}`} className={classes.contactName}>
              <bdi>{contact.name}</bdi>
            </AppLink>
            <span className={classes.since}>
              {[contact.isMain ? say('card.main') : null, contact.phone].filter(Boolean).join(', ')}
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
        </div>
      ))}
    </Section>
  )
}
