import { IconMail, IconPhone } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ContactPointView, ContactView } from '#contract/contacts'
import type { ConversationRow } from '#contract/conversations'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { Section } from '../../ui/section.tsx'
import { handleName } from './handle-name.ts'
import { imboxWords } from './labels.ts'
import classes from './pane.module.css'

type PaneContactProps = { name: string; contact: ContactView | null; row: ConversationRow }

/** The client: name, phones and e-mails with who vouches for them, and the channels he writes in. */
export function PaneContact({ name, contact, row }: PaneContactProps): ReactElement {
  const say = useWords(imboxWords)
  const deals = contact?.deals.filter((deal) => deal.id !== row.card?.id) ?? []
  return (
    <>
      <Section>
        <div className={classes.person}>
          <Avatar name={name} seed={row.contact.id} picture={row.contact.avatarUrl} size={40} />
          <AppLink href={`/contacts/${row.contact.id}`} className={classes.personName}>
            <bdi>{name}</bdi>
          </AppLink>
        </div>
        {contact?.points.map((point) => (
          <Point key={point.kind + point.value} point={point} />
        ))}
        <div className={classes.chats}>
          {contact?.chats.map((chat) => {
            const number = chat.openNumber ?? chat.lastNumber
            const words = (
              <>
                <ChannelMark kind={chat.channelKind} size={16} isSilent />
                <bdi>{handleName(chat) ?? chat.channelName}</bdi>
              </>
            )
            return number === null ? (
              <span key={chat.id} className={classes.chat}>
                {words}
              </span>
            ) : (
              <AppLink
                key={chat.id}
                className={classes.chat}
                href={`/imbox/${number}`}
                title={chat.channelName}
              >
                {words}
              </AppLink>
            )
          })}
        </div>
      </Section>
      {deals.length > 0 && (
        <Section title={say('pane.deals')} count={deals.length}>
          {deals.map((deal) => (
            <AppLink key={deal.id} href={`/deals/${deal.id}`} className={classes.link}>
              <span className={classes.dot} style={{ background: `var(--stage-${deal.stageColor})` }} />
              <bdi>{deal.name}</bdi>
              <span className={classes.quiet}>{deal.stageName}</span>
            </AppLink>
          ))}
        </Section>
      )}
    </>
  )
}

function Point({ point }: { point: ContactPointView }): ReactElement {
  const say = useWords(imboxWords)
  const isPhone = point.kind === 'phone'
  const Icon = isPhone ? IconPhone : IconMail
  return (
    <div className={classes.point}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <a href={`${isPhone ? 'tel' : 'mailto'}:${isPhone ? point.value.replace(/[^+\d]/g, '') : point.value}`}>
        <bdi>{point.value}</bdi>
      </a>
      {point.verifiedBy === 'none' && <span className={classes.quiet}>{say('pane.notVerified')}</span>}
    </div>
  )
}
