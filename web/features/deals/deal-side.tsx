import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconMessagePlus } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { DealView } from '#contract/deals'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { EditableField } from '../../ui/editable-field.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { Section } from '../../ui/section.tsx'
import { writingWords } from '../writing/labels.ts'
import { DealFields, DealStage } from './deal-fields.tsx'
import { dealWords } from './deal-labels.ts'
import { useChangeDeal } from './use-change-deal.ts'
import { usePipelines } from './use-pipelines.ts'
import classes from './deal.module.css'

/** Opens the choice of where to write to a contact. */
type OnWrite = (contactId: number) => void

/** Left in the card: what the deal is, who it is about, who takes part. */
export function DealSide({ deal, onWrite }: { deal: DealView; onWrite: OnWrite }): ReactElement {
  const say = useWords(dealWords)
  const format = useFormat()
  const change = useChangeDeal()
  const pipeline = usePipelines().find((each) => each.id === deal.pipelineId)
  return (
    <div className={classes.side}>
      <header className={classes.sideHead}>
        <ActionIcon component={AppLink} href="/deals" aria-label={say('deal.toList')} size={36}>
          <IconArrowLeft size={20} stroke={1.75} />
        </ActionIcon>
        <span className={classes.path}>
          {[say('nav.deals'), pipeline?.name, `#${deal.id}`].filter(Boolean).join(' / ')}
        </span>
      </header>
      <div className={classes.summary}>
        <h1 className={classes.name}>
          <EditableField
            label={say('deal.name')}
            value={deal.name}
            isReadOnly={!deal.canEdit}
            onSave={(name) => change(deal, { name })}
          />
        </h1>
        {deal.budget !== null && <div className={classes.sum}>{format.money(deal.budget)}</div>}
        <DealStage deal={deal} />
      </div>
      <Section title={say('deal.fields')}>
        <DealFields deal={deal} />
        <FieldRow label={say('deal.created')}>{format.dateTime(deal.createdAt)}</FieldRow>
      </Section>
      <DealContacts deal={deal} onWrite={onWrite} />
      <DealParticipants deal={deal} />
    </div>
  )
}

function DealContacts({ deal, onWrite }: { deal: DealView; onWrite: OnWrite }): ReactElement {
  const say = useWords(dealWords)
  const sayWriting = useWords(writingWords)
  return (
    <Section title={say('deal.contacts')} count={deal.contacts.length}>
      {deal.contacts.length === 0 && <span className={classes.since}>{say('deal.noContacts')}</span>}
      {deal.contacts.map((contact) => (
        <div key={contact.id} className={classes.contact}>
          <Avatar name={contact.name} seed={contact.id} picture={contact.avatarUrl} size={36} />
          <span className={classes.contactWords}>
            <AppLink href={`/contacts/${contact.id}`} className={classes.contactName}>
              <bdi>{contact.name}</bdi>
            </AppLink>
            <span className={classes.since}>
              {[contact.isMain ? say('deal.main') : null, contact.phone].filter(Boolean).join(', ')}
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

function DealParticipants({ deal }: { deal: DealView }): ReactElement | null {
  const say = useWords(dealWords)
  const responsible = useColleagueName()(deal.responsibleUserId)
  const others = deal.participants.filter(
    (each) => each.kind === 'group' || each.id !== deal.responsibleUserId,
  )
  if (responsible === null && others.length === 0) return null
  return (
    <Section title={say('deal.participants')} count={others.length + (responsible === null ? 0 : 1)}>
      {responsible !== null && (
        <div className={classes.participant}>
          <Avatar name={responsible} seed={deal.responsibleUserId ?? ''} size={24} />
          <bdi>{responsible}</bdi>
          <span className={classes.since}>{say('deal.isResponsible')}</span>
        </div>
      )}
      {others.map(({ kind, id, name }) => (
        <div key={kind + String(id)} className={classes.participant}>
          <Avatar name={name} seed={id} size={24} isGroup={kind === 'group'} />
          <bdi>{name}</bdi>
          {kind === 'group' && <span className={classes.since}>{say('deal.group')}</span>}
        </div>
      ))}
    </Section>
  )
}
