import { ActionIcon, Loader, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { Participant } from '#contract/participants'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Section } from '../../ui/section.tsx'
import { AddParticipant } from '../internal/add-participant.tsx'
import { internalWords } from '../internal/labels.ts'
import { useAddressees } from '../internal/people.ts'
import { useParticipants } from '../internal/use-participants.ts'
import type { Card } from './card.ts'
import classes from './card.module.css'

/** Who takes part in the card; whoever sees it can call others. */
export function ParticipantsBlock({ card }: { card: Card }): ReactElement {
  const say = useWords(internalWords)
  const { user } = useSession()
  const responsible = useColleagueName()(card.responsibleUserId)
  const { data, error, retry, add, remove } = useParticipants({ kind: card.kind, id: card.id })
  const others = data?.items.filter(({ kind, id }) => kind === 'group' || id !== card.responsibleUserId) ?? []
  return (
    <Section
      title={say('p.title')}
      count={others.length + (responsible === null ? 0 : 1)}
      action={<AddParticipant known={data?.items ?? []} onAdd={add} />}
    >
      {responsible !== null && (
        <div className={classes.participant}>
          <Avatar name={responsible} seed={card.responsibleUserId ?? ''} size={24} />
          <bdi>{responsible}</bdi>
          <span className={classes.since}>{say('p.isResponsible')}</span>
        </div>
      )}
      {others.map((each) => (
        <Line key={each.kind + String(each.id)} participant={each} onRemove={() => remove(each)} />
      ))}
      {data?.left.map(({ id, name }) => (
        <div key={id} className={classes.since}>
          {say('p.left', { name })}
        </div>
      ))}
      {data && data.items.length === 0 && <p className={classes.since}>{say('p.none')}</p>}
      {!data && !error && <Loader size="xs" aria-label={say('c.loading')} />}
      {!data && error && <ErrorState title={say('p.error')} error={error} onRetry={retry} />}
      {data?.isIn === true && (
        <ConfirmButton
          variant="subtle"
          color="gray"
          size="compact-sm"
          question={say('p.leave.question')}
          onConfirm={() => remove({ kind: 'user', id: user.id })}
        >
          {say('p.leave')}
        </ConfirmButton>
      )}
    </Section>
  )
}

function Line({ participant, onRemove }: { participant: Participant; onRemove: () => void }): ReactElement {
  const say = useWords(internalWords)
  const { user } = useSession()
  const { kind, id, name, canRemove } = participant
  const size = useAddressees().find((each) => each.kind === 'group' && each.id === id)?.size ?? 0
  const isOneself = kind === 'user' && id === user.id
  const words = say('p.remove', { name })
  return (
    <div className={classes.participant}>
      <Avatar name={name} seed={id} size={24} isGroup={kind === 'group'} />
      <bdi>{name}</bdi>
      {kind === 'group' && (
        <span className={classes.since}>
          {say('p.group', { size: say('in.group.size', { count: size }) })}
        </span>
      )}
      {isOneself && <span className={classes.since}>{say('in.you')}</span>}
      {canRemove && !isOneself && (
        <Tooltip label={words}>
          <ActionIcon className={classes.participantOut} size={24} aria-label={words} onClick={onRemove}>
            <IconX size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  )
}
