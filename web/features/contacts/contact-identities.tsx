import type { ReactElement } from 'react'
import type { ContactView } from '#contract/contacts'
import { useWords } from '../../lib/words.ts'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { Section } from '../../ui/section.tsx'
import { contactWords } from './labels.ts'
import classes from './contact.module.css'

/** Who the contact is in messengers, as those name people. */
export function ContactIdentities({ contact }: { contact: ContactView }): ReactElement | null {
  const say = useWords(contactWords)
  const { identities } = contact
  if (identities.length === 0) return null
  return (
    <Section title={say('contact.identities')}>
      {identities.map(({ channelKind, handle, externalId }) => (
        <span key={`${channelKind} ${externalId}`} className={classes.link}>
          <ChannelMark kind={channelKind} size={20} />
          <bdi className={classes.linkName}>{handle ?? externalId}</bdi>
          {handle !== null && <bdi className={classes.quiet}>{externalId}</bdi>}
        </span>
      ))}
    </Section>
  )
}
