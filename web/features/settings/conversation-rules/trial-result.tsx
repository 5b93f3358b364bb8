import type { ReactElement } from 'react'
import type { RuleTrial } from '#contract/conversation-rules'
import { cardHref } from '../../../lib/card-href.ts'
import { useColleagueName } from '../../../lib/session.ts'
import { useWords } from '../../../lib/words.ts'
import { AppLink } from '../../../ui/app-link.tsx'
import { rulesWords } from './labels.ts'
import styles from './rules-page.module.css'

/** What would happen, told in words, and why. */
export function TrialResult({ trial }: { trial: RuleTrial }): ReactElement {
  const say = useWords(rulesWords)
  const { outcome, number, card, deal, reasons } = trial
  const hasResponsible = outcome !== 'nothing'
  return (
    <div className={styles.result} role="status" aria-label={say('cr.try.result')}>
      <p className={styles.outcome}>
        {outcome === 'stays' ? say('cr.out.stays', { number: number ?? 0 }) : say(`cr.out.${outcome}`)}
      </p>
      <dl className={styles.told}>
        {card && <CardLine card={card} />}
        {deal && (
          <>
            <dt>{say('cr.card.deal')}</dt>
            <dd>
              <bdi>{say('cr.deal.place', { pipeline: deal.pipeline.name, stage: deal.stage.name })}</bdi>
              {deal.isIncomingLead && ` · ${say('cr.deal.incoming')}`}
            </dd>
          </>
        )}
        {hasResponsible && <ResponsibleLine trial={trial} />}
      </dl>
      <div>
        <h3 className={styles.whyHead}>{say('cr.try.why')}</h3>
        <ul className={styles.why}>
          {reasons.map((reason) => (
            <li key={reason}>{say(`cr.r.${reason}`)}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function CardLine({ card }: { card: NonNullable<RuleTrial['card']> }): ReactElement {
  const say = useWords(rulesWords)
  return (
    <>
      <dt>{say(`cr.card.${card.kind}`)}</dt>
      <dd>
        {card.id === null ? (
          say('cr.card.hidden')
        ) : (
          <AppLink href={cardHref({ kind: card.kind, id: card.id })}>
            <bdi>{card.name}</bdi>
          </AppLink>
        )}
      </dd>
    </>
  )
}

function ResponsibleLine({ trial: { responsibleUserId, toldGroup } }: { trial: RuleTrial }): ReactElement {
  const say = useWords(rulesWords)
  const name = useColleagueName()(responsibleUserId)
  const nobody = toldGroup ? say('cr.resp.told.group', { group: toldGroup.name }) : say('cr.resp.told.admins')
  return (
    <>
      <dt>{say('cr.resp')}</dt>
      <dd>
        <bdi>{name ?? nobody}</bdi>
      </dd>
    </>
  )
}
