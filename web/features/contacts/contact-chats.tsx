import type { ReactElement } from 'react'
import type { ContactView } from '#contract/contacts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { Section } from '../../ui/section.tsx'
import { handleName } from '../imbox/handle-name.ts'
import { WriteButton } from '../writing/write-button.tsx'
import { contactWords } from './labels.ts'
import classes from './contact.module.css'

/** In which channels the contact writes; each leads to its open conversation, else to the last one. */
export function ContactChats({ contact }: { contact: ContactView }): ReactElement {
  const say = useWords(contactWords)
  const { chats } = contact
  return (
    <Section title={say('contact.chats')} count={chats.length} action={<WriteButton contact={contact} />}>
      {chats.length === 0 && <span className={classes.quiet}>{say('contact.chats.none')}</span>}
      {chats.map((chat) => {
        const number = chat.openNumber ?? chat.lastNumber
        const words = (
          <>
            <ChannelMark kind={chat.channelKind} size={20} />
            <bdi className={classes.linkName}>{handleName(chat) ?? chat.channelName}</bdi>
            <span className={classes.quiet}>
              {chat.openNumber === null ? chat.channelName : say('row.number', { number: chat.openNumber })}
            </span>
          </>
        )
        if (number === null) {
          return (
            <span key={chat.id} className={classes.link}>
              {words}
            </span>
          )
        }
        return (
          <AppLink
            key={chat.id}
            href={`/imbox/${number}`}
            className={classes.link}
            title={say('contact.chat.open', { channel: chat.channelName })}
          >
            {words}
          </AppLink>
        )
      })}
    </Section>
  )
}
