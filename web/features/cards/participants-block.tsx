import type { ReactElement } from 'react'
import { useColleagueName } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Section } from '../../ui/section.tsx'
import type { Card } from './card.ts'
import { cardWords } from './labels.ts'
import classes from './card.module.css'

/** Who takes part in the card. */
export function ParticipantsBlock({ card }: { card: Card }): ReactElement | null {
  const say = useWords(cardWords)
  const responsible = useColleagueName()(card.responsibleUserId)
  const others = card.participants.filter(
    (each) => each.kind === 'group' || each.id !== card.responsibleUserId,
  )
  if (responsible === null && others.length === 0) return null
  return (
    <Section title={say('card.participants')} count={others.length + (responsible === null ? 0 : 1)}>
      {responsible !== null && (
        <div className={classes.participant}>
          <Avatar name={responsible} seed={card.responsibleUserId ?? ''} size={24} />
          <bdi>{responsible}</bdi>
          <span className={classes.since}>{say('card.isResponsible')}</span>
        </div>
      )}
      {others.map(({ kind, id, name }) => (
        <div key={kind + String(id)} className={classes.participant}>
          <Avatar name={name} seed={id} size={24} isGroup={kind === 'group'} />
          <bdi>{name}</bdi>
          {kind === 'group' && <span className={classes.since}>{say('card.group')}</span>}
        </div>
      ))}
    </Section>
  )
}
