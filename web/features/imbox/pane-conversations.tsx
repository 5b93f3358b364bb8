import type { ReactElement } from 'react'
import type { ConversationDetail } from '#contract/conversations'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { Section } from '../../ui/section.tsx'
import { imboxWords } from './labels.ts'
import classes from './pane.module.css'

/** The client's conversations, this one first; and who takes part in the deal. */
export function PaneConversations({ detail }: { detail: ConversationDetail }): ReactElement {
  const say = useWords(imboxWords)
  const format = useFormat()
  const { row, others, deal } = detail
  const all = [{ number: row.number, channelKind: row.channel.kind, closedAt: row.closedAt }, ...others]
  return (
    <>
      <Section title={say('pane.conversations')}>
        {all.map(({ number, channelKind, closedAt }) => (
          <AppLink
            key={number}
            href={`/imbox/${number}`}
            className={classes.link}
            aria-current={number === row.number ? 'page' : undefined}
          >
            <ChannelMark kind={channelKind} size={16} />
            <span>{say('row.number', { number })}</span>
            <span className={classes.quiet}>
              {closedAt === null ? say('pane.isOpen') : say('pane.isClosed', { date: format.date(closedAt) })}
            </span>
          </AppLink>
        ))}
      </Section>
      {deal && deal.participants.length > 0 && (
        <Section title={say('pane.participants')} count={deal.participants.length}>
          {deal.participants.map(({ kind, id, name }) => (
            <span key={kind + String(id)} className={classes.link}>
              <Avatar name={name} seed={id} size={20} isGroup={kind === 'group'} />
              <bdi>{name}</bdi>
            </span>
          ))}
        </Section>
      )}
    </>
  )
}
